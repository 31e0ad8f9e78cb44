import { type Kysely, type RawBuilder, sql } from 'kysely';
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
const GROWTH = 4;

/** The first rows of a list in the order of its key. */
interface PageAlong {
  /** At most so many rows. */
  count: number;
  /** The column of the key before all others, a value that is not after the first row, and one after all. */
  key: { column: string; begin: RawBuilder<unknown>; end: RawBuilder<unknown> };
  /** The key of the row at a place, from 0 on, of those with this key or a later one; null if there are fewer. */
  keyAt: (from: RawBuilder<unknown>, place: RawBuilder<unknown>) => RawBuilder<unknown>;
  /** Rows in a range of the first range. */
  size: number;
  /** Ids, where conditions may select few: then their rows are read, and not those along the key. */
  few?: RawBuilder<unknown> | undefined;
  /** How many rows of `few` may name one id. */
  rowsEach?: number;
  /** At most so many rows in the range, in order. @param few whether they are those of the few ids */
  rows: (range: RawBuilder<unknown>, count: RawBuilder<unknown>, few?: RawBuilder<unknown>) => RawBuilder<unknown>;
}

/**
 * One statement, which goes along growing ranges of the key until it has enough rows; rows of one key are in the same range. It
 * reads few rows if many match, and each once if none does. PostgreSQL by itself would read and sort them all.
 */
export async function pageAlong<R>(
  db: Kysely<Database>,
  { count, key: { column, begin, end }, keyAt, size, few, rowsEach = 1, rows }: PageAlong,
): Promise<R[]> {
  const key = sql.ref(column);
  const most = FEW * rowsEach;
  const all = (of: RawBuilder<unknown>) => sql`array(select to_json(one) from (${of}) as one)`;
  const ofFew = few && all(rows(sql`${key} >= ${begin}`, sql`${count}::int`, sql`array(select id from found)`));
  const range = sql`(${key} >= step.first and ${key} < coalesce(bound.next, ${end}))`;
  const { rows: pages } = await sql<{ found: R[] }>`
    with recursive found (id) as materialized (
      select id from (${few ?? sql`select null::uuid`}) as named (id) limit ${most + 1}
    ),
    step (first, size, found, is_last) as (
      select ${begin}, ${size}::int, case when fits then ${ofFew ?? sql`null`} else '{}'::json[] end, fits
      from (select ${few !== undefined} and count(*) <= ${most} and count(distinct id) <= ${FEW} as fits from found) as few
      union all
      select bound.next, step.size * ${GROWTH}::int,
        step.found || ${all(rows(range, sql`(${count}::int - cardinality(step.found))`))}, bound.next is null
      from step cross join lateral (select (${keyAt(sql`step.first`, sql`step.size`)}) as next offset 0) as bound
      where not step.is_last and cardinality(step.found) < ${count}
    )
    select to_json(found) as found from step order by size desc limit 1
  `.execute(db);
  return pages[0]?.found ?? [];
}

const FIRST = 40;

/** Along the folded names of providers. @param from the first name */
export const alongNames = (from = '') => ({
  key: {
    column: 'provider.folded',
    begin: sql`(${from}::text collate "C")`,
    end: sql`chr(1114111)`,
  },
  keyAt: (first: RawBuilder<unknown>, place: RawBuilder<unknown>) =>
    sql`select folded from provider where folded >= ${first} order by folded offset ${place} limit 1`,
  size: FIRST,
});
