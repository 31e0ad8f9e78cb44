import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';

/**
 * How lists are put together: their filters, the place of a cursor, and how they find a page without reading all dossiers: by
 * their ids if few match, otherwise along the key that they are sorted by until the page is full.
 */

/** What a filter asks for; `false` and `undefined` for what it leaves open. */
type Conditions = readonly (RawBuilder<unknown> | false | undefined)[];

const given = (conditions: Conditions): RawBuilder<unknown>[] =>
  conditions.filter((condition) => condition !== false && condition !== undefined);

export const allOf = (conditions: Conditions): RawBuilder<boolean> =>
  sql`(${sql.join([sql`true`, ...given(conditions)], sql` and `)})`;

/** Conditions on columns, for each value that was asked for. */
export const equalTo = (
  columns: Record<string, string | boolean | readonly string[] | undefined>,
): RawBuilder<unknown>[] =>
  Object.entries(columns).flatMap(([column, value]) => {
    if (value === undefined) return [];
    return [typeof value === 'object' ? sql`${sql.ref(column)} = any(${value})` : sql`${sql.ref(column)} = ${value}`];
  });

/** @param key the columns that a list is sorted by, in their order; a text beside a name compares byte by byte */
export const isAfter = (mark: Mark, key: RawBuilder<unknown>): RawBuilder<boolean> | undefined =>
  mark && sql`(${key}) > (${sql.join(mark)})`;

/** The sort key of the last row of the page before. */
export type Mark = readonly (string | number)[] | undefined;

const FEW = 400;

/**
 * The ids that a query selects, each once; `undefined` if there are too many.
 *
 * @param rowsEach how many rows of the query may name one id
 */
export async function fewOf(
  tx: Transaction<Database>,
  ids: RawBuilder<unknown>,
  rowsEach = 1,
): Promise<string[] | undefined> {
  const most = FEW * rowsEach;
  const { rows } = await sql<{ id: string }>`select id from (${ids}) as found (id) limit ${most + 1}`.execute(tx);
  const few = new Set(rows.map(({ id }) => id));
  return rows.length > most || few.size > FEW ? undefined : [...few];
}

const GROWTH = 4;

/**
 * Growing ranges of rows in the order of a key, as conditions; rows of one key are in the same range. A caller that stops when
 * its page is full reads few rows if many match, and each one once if none does. PostgreSQL by itself would read and sort them
 * all.
 *
 * @param begin where the first range begins
 * @param size rows in the first range, apart from others of its last key
 * @param keyAt the key of a row that meets the condition, by its place from 1 on; `undefined` if there are fewer
 */
export async function* growingRanges(
  key: RawBuilder<unknown>,
  begin: RawBuilder<unknown>,
  size: number,
  keyAt: (condition: RawBuilder<unknown>, place: number) => Promise<string | undefined>,
): AsyncGenerator<RawBuilder<unknown>> {
  let from = begin;
  for (let place = size; ; place *= GROWTH) {
    const last = await keyAt(from, place);
    if (last === undefined) {
      yield from;
      return;
    }
    yield sql`(${from} and ${key} <= ${last})`;
    from = sql`${key} > ${last}`;
  }
}

const FIRST = 40;

/**
 * Ranges of providers by folded name, as conditions on `provider`.
 *
 * @param begin the first name
 */
export const rangesOfNames = (tx: Transaction<Database>, begin = ''): AsyncIterable<RawBuilder<unknown>> =>
  growingRanges(sql`provider.folded`, sql`provider.folded >= ${begin}`, FIRST, async (condition, place) => {
    const { rows } = await sql<{ folded: string }>`
      select folded from provider where ${condition} order by folded offset ${place - 1} limit 1
    `.execute(tx);
    return rows[0]?.folded;
  });

/** Reads one range after the other until there are so many rows. @param read at most so many rows of a range */
export async function readUntil<R>(
  count: number,
  ranges: AsyncIterable<RawBuilder<unknown>> | Iterable<RawBuilder<unknown>>,
  read: (range: RawBuilder<unknown>, count: number) => Promise<R[]>,
): Promise<R[]> {
  const rows: R[] = [];
  for await (const range of ranges) {
    rows.push(...(await read(range, count - rows.length)));
    if (rows.length >= count) break;
  }
  return rows;
}
