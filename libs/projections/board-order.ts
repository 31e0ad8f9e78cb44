import { sql, type RawBuilder } from 'kysely';
import { ALIKE_OF_STATUS } from './alike.js';
import type { BoardSort } from './board-filter.js';

const LAST = 2_147_483_647;

/** What lines are sorted by before their names, as a number; what has no date comes last. */
export function sortKey(sort: BoardSort): RawBuilder<number> {
  switch (sort) {
    case 'urgency':
      return sql`line.urgency`;
    case 'provider':
      return sql`0`;
    case 'status':
      return sql`line.alike / ${ALIKE_OF_STATUS}::int`;
    case 'deadline':
      return sql`coalesce(line.next_day - date '1900-01-01', ${LAST}::int)`;
    case 'news':
      return sql`coalesce(date '2200-01-01' - line.news_day, ${LAST}::int)`;
  }
}

/** Whether so many lines may have one key that names are gone along to find the first of them: it takes each line's provider. */
export const isCoarse = (sort: BoardSort): boolean => sort === 'provider' || sort === 'status';

/**
 * Of `line`, the first so many in an order and few behind them: names are looked up of these alone. Many lines have the same
 * status, or nothing that they are sorted by before their names: there, names are gone along until enough have a line.
 */
export function near(sort: BoardSort, isShown: RawBuilder<boolean>, count: number): RawBuilder<unknown> {
  const last = sort === 'provider' ? sql`0` : lastKey(isShown, count);
  const isNear = isCoarse(sort)
    ? sql`(key < (select last from farthest) or key = (select last from farthest) and ${isNamedFirst(isShown, count)})`
    : sql`key <= (select last from farthest)`;
  return sql`
    with farthest as materialized (select (${last}) as last) select key, dossier from line where ${isShown} and ${isNear}
  `;
}

const lastKey = (isShown: RawBuilder<boolean>, count: number): RawBuilder<number> =>
  sql`select max(key) from (select key from line where ${isShown} order by key limit ${count}) as first`;

/**
 * Whether the provider is one of the first by name who have enough lines. Where most have one, some more names than lines are
 * enough; where few have, all names are gone along. `is true` has PostgreSQL look each of these up in what it keeps of the
 * lines, and stop once it has enough; it would join them all.
 */
const isNamedFirst = (isShown: RawBuilder<boolean>, count: number): RawBuilder<boolean> => {
  const tied = sql`from line where ${isShown} and key = (select last from farthest)`;
  const early = sql`select id, folded from provider order by folded limit ${2 * count}`;
  return sql`
    provider in (
      select id from provider where folded <= coalesce(
        (select max(folded) from (${early}) as early having (
          select count(*) ${tied} and provider in (select id from (${early}) as early)
        ) >= ${count}),
        (select max(folded) from (
          select folded from provider where (id in (select provider ${tied})) is true order by folded limit ${count}
        ) as named)
      )
    )
  `;
};
