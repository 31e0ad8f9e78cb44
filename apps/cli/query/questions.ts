import { Command, Option } from 'commander';
import { isDay } from '#domain/date/day.js';
import { isInstant } from '#domain/date/instant.js';
import { addressOption, type Api, callApi, RequestRejected } from '../call-api.js';
import { asTable, UserError } from '../terminal.js';

export interface Access {
  url: string;
  key?: string;
}

export const apiOf = ({ url: address, key }: Access): Api => ({ address, key });

/** A command that reads from a server. */
export const asking = (name: string): Command =>
  new Command(name)
    .addOption(addressOption())
    .addOption(new Option('--key <key>', 'an API key with scope read; not needed with PUBLIC_READ').env('JALON_KEY'));

/** A command that answers as a table, or as JSON for programs. */
export const question = (name: string): Command =>
  asking(name).option('--json', 'print JSON instead of a table', false);

export const asOfOption = (): Option =>
  new Option('--as-of <day>', 'as of a day such as 2026-06-30 (default: today)').argParser(dayIn('--as-of'));

export const knownAtOption = (): Option =>
  new Option('--known-at <instant>', 'as known at an instant such as 2026-06-30T00:00:00Z (default: now)').argParser(
    (text: string) => {
      if (isInstant(text)) return text;
      throw new UserError(`--known-at must be an instant such as 2026-06-30T00:00:00Z, but is ${text}`);
    },
  );

export const schemeOption = (): Option => new Option('--scheme <slug>', 'only this scheme, such as secnumcloud');

export const dayIn =
  (option: string) =>
  (text: string): string => {
    if (isDay(text)) return text;
    throw new UserError(`${option} must be a day such as 2026-06-30, but is ${text}`);
  };

/** Values of options that were given. */
export const given = <T extends object>(options: T): Given<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Given<T>;

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

const MOST = 1_000;

/** The items of all pages, up to a thousand. @param page by the cursor of the page before */
export async function allOf<T>(
  page: (next: { cursor?: string; limit: number }) => Promise<{ data: { items: T[] }; response: Response }>,
): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  do {
    const { data, response } = await page({ limit: 200, ...(cursor !== undefined && { cursor }) });
    found.push(...data.items);
    const links = response.headers.get('link')?.split(', ') ?? [];
    const next = links
      .find((link) => link.endsWith('; rel="next"'))
      ?.slice(1)
      .split('>')[0];
    cursor = next === undefined ? undefined : (new URL(next, response.url).searchParams.get('cursor') ?? undefined);
  } while (cursor !== undefined && found.length < MOST);
  if (cursor !== undefined)
    console.error(`Only the first ${found.length} are shown. Narrow the question to see others.`);
  return found;
}

/** Prints rows as a table with a header, or the items behind them as JSON. */
export function show<T>(
  items: readonly T[],
  { json, header, row, none }: { json: boolean; header: readonly string[]; row: (item: T) => string[]; none: string },
): void {
  if (json) console.log(JSON.stringify(items, undefined, 2));
  else if (items.length === 0) console.log(none);
  else console.log(asTable([header, ...items.map(row)]));
}

/**
 * The slug of a provider by its slug, id or name.
 *
 * @throws UserError when there is none, or several with such a name
 */
export async function providerNamed(api: Api, name: string): Promise<string> {
  const isKnown = await callApi(api, 'read', (client) =>
    client.GET('/v1/providers/{id}', { params: { path: { id: name } } }),
  ).catch((error: unknown) => {
    if (error instanceof RequestRejected && error.status === 404) return undefined;
    throw error;
  });
  if (isKnown) return isKnown.data.slug;
  const { data } = await callApi(api, 'read', (client) =>
    client.GET('/v1/providers', { params: { query: { name, limit: 10 } } }),
  );
  const [found, ...others] = data.items;
  if (found && others.length === 0) return found.slug;
  const known = data.items.map((one) => `  ${one.slug} (${one.name})`);
  throw new UserError(
    known.length === 0
      ? `No provider is named ${name}. "jalon query providers slug name" lists them.`
      : [`Several providers are named ${name}. Give one of:`, ...known].join('\n'),
  );
}
