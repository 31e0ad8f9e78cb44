import { type Command, Option } from 'commander';
import type { Schema } from '#client/jalon-client.js';
import { claimMarked } from '#language/describe-standing.js';
import { callApi } from '../call-api.js';
import { UserError } from '../terminal.js';
import {
  type Access,
  allOf,
  apiOf,
  asOfOption,
  given,
  knownAtOption,
  providerNamed,
  question,
  schemeOption,
  show,
} from './questions.js';

interface Options extends Access {
  within: number;
  all: boolean;
  scheme?: string;
  asOf?: string;
  knownAt?: string;
  json: boolean;
}

const more = `
Examples:
  jalon query expiring
  jalon query expiring ovhcloud --within 365
  jalon query expiring --all --scheme secnumcloud       audits, reservations and other deadlines, too`;

const withinOption = (): Option =>
  new Option('--within <days>', 'how many days ahead').default(180).argParser((text: string) => {
    if (/^\d{1,4}$/.test(text) && Number(text) <= 3650) return Number(text);
    throw new UserError(`--within must be a number of days from 0 to 3650, but is ${text}`);
  });

export const expiringCommand = (): Command =>
  question('expiring')
    .description('The grants that end soon, or everything that is due.')
    .argument('[provider]', 'its slug, id or name')
    .addOption(withinOption())
    .option('--all', 'all kinds of deadlines, not only the ends of grants', false)
    .addOption(schemeOption())
    .addOption(asOfOption())
    .addOption(knownAtOption())
    .addHelpText('after', more)
    .action(async (name: string | undefined, options: Options) => {
      const { within, all, scheme, asOf, knownAt, json } = options;
      const api = apiOf(options);
      const provider = name === undefined ? undefined : await providerNamed(api, name);
      const kind = all ? undefined : ('grant-end' as const);
      const asked = { within, ...given({ provider, scheme, asOf, knownAt, kind }) };
      const items = await allOf((next) =>
        callApi(api, 'read', (client) => client.GET('/v1/deadlines', { params: { query: { ...asked, ...next } } })),
      );
      const header = ['due', 'days left', 'provider', 'service', 'scheme', 'kind', 'about'];
      show(items, { json, header, row, none: `Nothing ${all ? 'is due' : 'expires'} within ${within} days.` });
    });

const row = ({ due, daysLeft, dossier, kind, title, confirmed }: Schema<'Deadline'>): string[] => [
  ...[due, String(daysLeft), dossier.provider.name, dossier.service?.name ?? '-', dossier.scheme],
  ...[claimMarked(kind, confirmed), title ?? '-'],
];
