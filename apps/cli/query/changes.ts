import { type Command, Option } from 'commander';
import type { Schema } from '#client/jalon-client.js';
import { claimMarked } from '#language/describe-standing.js';
import { callApi } from '../call-api.js';
import {
  type Access,
  allOf,
  apiOf,
  dayIn,
  given,
  knownAtOption,
  providerNamed,
  question,
  schemeOption,
  show,
} from './questions.js';

type Difference = Schema<'Difference'>;

interface Options extends Access {
  since: string;
  until?: string;
  knownAt?: string;
  scheme?: string;
  json: boolean;
}

const more = `
"why" is "happened" for what changed between the two days, and "learned" for what was recorded about the time before.
With --known-at, the first day is taken as known at that instant, so that everything learned since is shown.

Examples:
  jalon query changes --since 2026-01-01
  jalon query changes ovhcloud --since 2021-05-31 --until 2026-11-25
  jalon query changes --since 2026-06-30 --known-at 2026-06-30T00:00:00Z --scheme secnumcloud`;

export const changesCommand = (): Command =>
  question('changes')
    .description('The certifications whose status, stage or grant has changed since a day.')
    .argument('[provider]', 'its slug, id or name')
    .addOption(new Option('--since <day>', 'the earlier day').argParser(dayIn('--since')).makeOptionMandatory())
    .addOption(new Option('--until <day>', 'the later day (default: today)').argParser(dayIn('--until')))
    .addOption(knownAtOption())
    .addOption(schemeOption())
    .addHelpText('after', more)
    .action(async (name: string | undefined, { since, until, knownAt, scheme, json, ...access }: Options) => {
      const api = apiOf(access);
      const provider = name === undefined ? undefined : await providerNamed(api, name);
      const from = knownAt === undefined ? since : `${since}@${knownAt}`;
      const asked = { from, ...given({ to: until, provider, scheme }) };
      const items = await allOf((next) =>
        callApi(api, 'read', (client) => client.GET('/v1/diff', { params: { query: { ...asked, ...next } } })),
      );
      const header = ['provider', 'service', 'scheme', 'before', 'after', 'changed', 'why'];
      show(items, { json, header, row, none: `Nothing has changed since ${since}.` });
    });

const row = ({ provider, service, scheme, change, fields, before, after, kind }: Difference): string[] => [
  ...[provider.name, service?.name ?? '-', scheme, sideOf(before, fields), sideOf(after, fields)],
  ...[change === 'changed' ? fields.join(', ') : change, kind],
];

/** The status, and the stage if it differs, each marked if the authority does not confirm it. */
function sideOf(side: Difference['before'], fields: Difference['fields']): string {
  if (side === null) return '-';
  const { status, confirmed, stage } = side;
  const shown = stage && fields.includes('stage') ? [claimMarked(stage.milestone, stage.confirmed)] : [];
  return [claimMarked(status, confirmed), ...shown].join(', ');
}
