import { Command, Option } from 'commander';
import type { Schema } from '#client/jalon-client.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { summaryWithTitle } from '#language/describe-event.js';
import { yearlyOf } from '#domain/durations/forecasts.js';
import { addressOption, type Api, callApi, RequestRejected, callingCommand } from './call-api.js';
import { asTable, UserError, counted } from './terminal.js';

const examples = `
PATH is any GET of the REST API below /v1, with its parameters. FIELD is a property of the response, with dots for nested
ones; without fields, the response is printed as JSON. A question is a path with its fields; it may name a provider by its
slug, id or name. Address and key come from JALON_URL and JALON_KEY, or from --url and --key.

Examples:
  jalon query status --scheme secnumcloud --status granted --as-of 2021-05-27
  jalon query history ovhcloud --known-at 2026-06-30T00:00:00Z
  jalon query expiring --within 90
  jalon query changes --since 2026-01-01
  jalon query 'dossiers?status=granted&asOf=2026-11-25' provider.name service.name grants.validUntil`;

const FLAGS = {
  '--scheme <slug>': 'only this scheme, such as secnumcloud',
  '--status <status>': 'only this status, such as granted',
  '--as-of <day>': 'as of a day such as 2026-06-30 (default: today)',
  '--known-at <instant>': 'as known at an instant such as 2026-06-30T00:00:00Z (default: now)',
  '--within <days>': 'of what expires: how many days ahead (default: 180)',
  '--all': 'of what expires: all kinds of deadlines, not only the ends of grants',
  '--since <day>': 'of changes: the earlier day, as known at --known-at',
  '--until <day>': 'of changes: the later day (default: today)',
};

type Asked = Partial<Record<string, string>>;

/** What is asked often. Parameters that a question does not have are rejected by the server. */
const questions = {
  status: {
    description: 'The status of certifications: of a provider, of a scheme or of all, now or as of a day.',
    ask: (api: Api, { provider, scheme, ...asked }: Asked) =>
      allOf(api, 'dossiers', { providers: provider, schemes: scheme, ...asked }),
    fields:
      'provider.name service.name scheme status confirmed stage.milestone stage.confirmed grants.validUntil warnings.code',
  },
  history: {
    description: 'What happened: every event of a provider and its certifications.',
    ask: historyOf,
    fields: 'date about event retracted source.publisher recordedAt',
  },
  expiring: {
    description: 'The grants that end soon, or everything that is due.',
    ask: (api: Api, { all, provider, scheme, ...asked }: Asked) => {
      const kind = all ? undefined : 'grant-end';
      return allOf(api, 'deadlines', { within: '180', kind, providers: provider, schemes: scheme, ...asked });
    },
    fields: 'due daysLeft dossier.provider.name dossier.service.name dossier.scheme kind confirmed title',
  },
  changes: {
    description: 'The certifications whose status, stage or grant has changed since a day.',
    ask: (api: Api, { since, until, knownAt, provider, scheme, ...asked }: Asked) => {
      if (since === undefined) throw new UserError('Give the earlier day: --since 2026-01-01');
      const from = knownAt === undefined ? since : `${since}@${knownAt}`;
      return allOf(api, 'diff', { ...asked, from, to: until, providers: provider, schemes: scheme });
    },
    fields:
      'provider.name service.name scheme before.status after.status after.confirmed after.stage.milestone after.stage.confirmed fields kind',
  },
};

async function historyOf(api: Api, { provider, scheme, knownAt }: Asked): Promise<{ date: string }[]> {
  const dossiers = await allOf<Schema<'Dossier'>>(api, 'dossiers', { providers: provider, schemes: scheme, knownAt });
  const streams = dossiers.map(({ id, scheme: about }) => ({ path: `dossiers/${id}`, about }));
  if (provider !== undefined && scheme === undefined) streams.push({ path: `providers/${provider}`, about: '-' });
  const found = streams.map(async ({ path, about }) => {
    const events = await allOf<Schema<'TimelineEntry'>>(api, `${path}/events`, { knownAt });
    return events.map((stored) => {
      const { data, occurred } = stored.current ?? stored;
      const event = summaryWithTitle({ type: stored.type, data } as unknown as LedgerEvent, 'en');
      return { ...stored, date: occurred ?? stored.recordedAt.slice(0, 10), about, event };
    });
  });
  return (await Promise.all(found)).flat().toSorted((one, other) => (one.date < other.date ? -1 : 1));
}

const asking = (name: string): Command =>
  new Command(name)
    .addOption(addressOption())
    .addOption(new Option('--key <key>', 'an API key with scope read; not needed with PUBLIC_READ').env('JALON_KEY'))
    .option('--json', 'print JSON instead of a table')
    .addHelpText('after', examples);

export function queryCommand(): Command {
  const query = new Command('query')
    .description('Ask a running Jalon: the status of certifications, their history, what expires, what has changed.')
    .addHelpText('after', examples)
    .addCommand(pathCommand(), { isDefault: true });
  for (const [name, { description, ask, fields }] of Object.entries(questions)) {
    const command = asking(name).description(description).argument('[provider]', 'its slug, id or name');
    for (const [flag, meaning] of Object.entries(FLAGS)) command.option(flag, meaning);
    command.action(async (provider: string | undefined, { url = '', key, json, ...asked }: Asked) => {
      const api = { url, key };
      const items = await ask(
        api,
        provider === undefined ? asked : { ...asked, provider: await slugOf(api, provider) },
      );
      if (json) console.log(JSON.stringify(items, undefined, 2));
      else
        console.log(items.length === 0 ? 'Nothing is on record for this question.' : table(items, fields.split(' ')));
    });
    query.addCommand(command);
  }
  return query;
}

const pathCommand = (): Command =>
  asking('path')
    .description('Any GET of the REST API, as a table of chosen fields or as JSON. "path" may be left out.')
    .argument('[path]', 'such as dossiers?providers=bleu')
    .argument('[fields...]', 'the columns of the table')
    .action(async (path: string | undefined, fields: string[], { url = '', key, json }: Asked, command: Command) => {
      if (path === undefined) command.parent?.help({ error: true });
      const { body } = await get({ url, key }, (path ?? '').replace(/^\/?(v1\/)?/, ''));
      const items = Array.isArray(body['items']) ? (body['items'] as object[]) : [body];
      const absent = fields.filter((field) => items.every((item) => valueAt(item, field.split('.')) === undefined));
      if (items[0] !== undefined && absent.length > 0)
        console.error(`No entry has ${absent.join(', ')}. The first one has: ${Object.keys(items[0]).join(', ')}.`);
      if (fields.length === 0 || json) console.log(JSON.stringify(body, undefined, 2));
      else console.log(table(items, fields));
    });

const table = (items: readonly unknown[], fields: readonly string[]): string =>
  asTable([fields, ...items.map((item) => fields.map((field) => cell(valueAt(item, field.split('.')))))]);

/** Whatever the path is: it is checked by the server, and the response is read as text. */
async function get(api: Api, path: string): Promise<{ body: Record<string, unknown>; next: string | undefined }> {
  const { data, response } = await callApi(api, 'read', (client) =>
    // Without it, an event stream would never end.
    client.GET(`/v1/${path}` as '/v1/schemes', { parseAs: 'text', headers: { accept: 'application/json' } }),
  );
  const type = response.headers.get('content-type') ?? 'of no type';
  if (!type.includes('json')) throw new UserError(`The response is ${type}, not JSON.`);
  const [next] = (response.headers.get('link') ?? '').split(', ').filter((link) => link.endsWith('; rel="next"'));
  const cursor = next && new URL(next.slice(1).split('>')[0] ?? '', response.url).searchParams.get('cursor');
  return { body: JSON.parse(data) as Record<string, unknown>, next: cursor ?? undefined };
}

/** The items of all pages, up to a thousand. */
async function allOf<T>(api: Api, path: string, asked: Asked): Promise<T[]> {
  const given = Object.entries(asked).filter((parameter): parameter is [string, string] => parameter[1] !== undefined);
  const parameters = new URLSearchParams([['limit', '200'], ...given]);
  const found: T[] = [];
  for (let page = 1; page <= 5; page += 1) {
    const { body, next } = await get(api, `${path}?${parameters.toString()}`);
    found.push(...(body['items'] as T[]));
    if (next === undefined) return found;
    parameters.set('cursor', next);
  }
  console.error(`Only the first ${found.length} are shown. Narrow the question to see others.`);
  return found;
}

/** The slug of a provider by its slug, id or name. @throws UserError when there is none, or several with such a name */
async function slugOf(api: Api, name: string): Promise<string> {
  const exact = await get(api, `providers/${encodeURIComponent(name)}`).catch((error: unknown) => {
    if (error instanceof RequestRejected && error.status === 404) return undefined;
    throw error;
  });
  if (exact) return String(exact.body['slug']);
  const [found, ...others] = await allOf<Schema<'Provider'>>(api, 'providers', { name });
  if (found && others.length === 0) return found.slug;
  if (!found) throw new UserError(`No provider is named ${name}. "jalon query providers slug name" lists them.`);
  const known = [found, ...others].map((one) => `  ${one.slug} (${one.name})`);
  throw new UserError([`Several providers are named ${name}. Give one of:`, ...known].join('\n'));
}

/** Of each entry, where the way leads through a list. */
function valueAt(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return value;
  if (Array.isArray(value)) return value.map((entry) => valueAt(entry, [name, ...rest]));
  return valueAt((value as Record<string, unknown> | null | undefined)?.[name], rest);
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return '-';
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.map(cell).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

interface Options extends Api {
  from?: string;
  to?: string;
  level?: string;
  asOf?: string;
}

export const forecastsCommand = (): Command =>
  callingCommand('forecasts', 'read')
    .description('How many pending dossiers complete a step within a year, and how good such forecasts were.')
    .argument('<scheme>', 'such as fedramp')
    .option('--from <milestone>', 'where the step begins (default: the first milestone)')
    .option('--to <milestone>', 'where it ends (default: the outcome)')
    .option('--level <level>', 'only dossiers of this level')
    .option('--as-of <day>', 'as of a day such as 2026-06-30 (default: today)')
    .action(async (id: string, { url, key, ...query }: Options) => {
      const { data } = await callApi({ url, key }, 'read', (client) =>
        client.GET('/v1/schemes/{id}/durations', { params: { path: { id }, query } }),
      );
      const { from, to, completed, forecast } = data;
      if (forecast) console.log(reportOf(`${from} → ${to}`, forecast).join('\n'));
      else console.log(`No forecast of ${from} → ${to}: it needs 10 completed dossiers, and there are ${completed}.`);
    });

type Forecast = NonNullable<Schema<'Durations'>['forecast']>;
type Interval = NonNullable<Forecast['interval80']>;

function reportOf(step: string, { day, pending, expected, interval80, interval95, record }: Forecast): string[] {
  const intervals = interval80 && interval95 ? ` (80 %: ${between(interval80)}; 95 %: ${between(interval95)})` : '';
  return [
    `${step}: of ${counted(pending, 'dossier')} pending on ${day}, ${expected} are expected to complete it within a year${intervals}.`,
    ...(record ? recordLines(record) : ['No outcome of an earlier forecast is known.']),
  ];
}

/** One origin a year; the figures are those of all, one a month. */
const recordLines = ({ origins, covered80, covered95, reliability, ...scores }: NonNullable<Forecast['record']>) => [
  '',
  asTable([
    ['origin', 'pending', 'expected', '80 %', '95 %', 'came', 'Brier', 'base rate', 'its Brier'],
    ...yearlyOf(origins).map((one) => [
      ...[one.day, String(one.pending), String(one.expected), between(one.interval80), between(one.interval95)],
      ...[String(one.came), one.brier.toFixed(3), one.baseRate.toFixed(3), one.baseBrier.toFixed(3)],
    ]),
  ]),
  '',
  `At ${counted(origins.length, 'monthly origin')}, ${percent(covered80)} of outcomes lay in the 80 % interval, ${percent(covered95)} in the 95 % interval.`,
  `Brier score ${scores.brier.toFixed(3)}; of the base rate known at each origin ${scores.baseBrier.toFixed(3)}.`,
  '',
  asTable([
    ['chance', 'forecasts', 'mean', 'came'],
    ...reliability.map(({ from, to, dossiers, forecast, came }) => [
      ...[`${from} to ${to}`, String(dossiers), forecast.toFixed(3), came.toFixed(3)],
    ]),
  ]),
];

const between = ({ lower, upper }: Interval): string => `${lower} to ${upper}`;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
