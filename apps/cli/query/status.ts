import type { Command } from 'commander';
import type { Schema } from '#client/jalon-client.js';
import { claimMarked } from '#language/describe-standing.js';
import { callApi } from '../call-api.js';
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

type Dossier = Schema<'Dossier'>;

interface Options extends Access {
  scheme?: string;
  status?: Dossier['status'];
  asOf?: string;
  knownAt?: string;
  json: boolean;
}

const more = `
"valid until" is the end of the grant in force. A status is confirmed when an act of the authority establishes it;
a stage that the authority does not confirm is marked (claimed).

Examples:
  jalon query status ovhcloud
  jalon query status --scheme secnumcloud --status granted
  jalon query status ovhcloud --as-of 2023-06-30                      the status on that day
  jalon query status ovhcloud --known-at 2026-06-30T00:00:00Z         today's status, as known then`;

export const statusCommand = (): Command =>
  question('status')
    .description('The status of certifications: of a provider, of a scheme or of all, now or as of a day.')
    .argument('[provider]', 'its slug, id or name')
    .addOption(schemeOption())
    .option('--status <status>', 'only this status, such as granted')
    .addOption(asOfOption())
    .addOption(knownAtOption())
    .addHelpText('after', more)
    .action(async (name: string | undefined, options: Options) => {
      const { scheme, status, asOf, knownAt, json } = options;
      const api = apiOf(options);
      const provider = name === undefined ? undefined : await providerNamed(api, name);
      const asked = given({ provider, scheme, status, asOf, knownAt });
      const items = await allOf((next) =>
        callApi(api, 'read', (client) => client.GET('/v1/dossiers', { params: { query: { ...asked, ...next } } })),
      );
      const header = ['provider', 'service', 'scheme', 'status', 'confirmed', 'stage', 'valid until', 'notes'];
      show(items, { json, header, row, none: 'No certification is on record for this question.' });
    });

const row = ({ provider, service, scheme, status, confirmed, stage, grants, ...dossier }: Dossier): string[] => [
  ...[provider.name, service?.name ?? '-', scheme, status, confirmed ? 'yes' : 'no'],
  stage ? claimMarked(stage.milestone, stage.confirmed) : '-',
  grants.find(({ state }) => state === 'in-force')?.validUntil ?? '-',
  notesOn(dossier),
];

const notesOn = ({ expiring, stale, warnings }: Pick<Dossier, 'expiring' | 'stale' | 'warnings'>): string =>
  [expiring && 'expiring', stale && 'stale', warnings.length > 0 && counted(warnings.length)]
    .filter((note) => note !== false)
    .join(', ');

const counted = (warnings: number): string => `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
