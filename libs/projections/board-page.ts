import { type RawBuilder, sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { ProviderRef } from '#domain/dossier/standing.js';
import { fold } from '#domain/text/text.js';
import {
  type BitemporalPoint,
  hasNameLike,
  hasWordPrefix,
  holdsAt,
  matchesProvider,
  providerRefAt,
  spanAt,
} from './bitemporal-point.js';
import { COUNT_KEYS_PER_STATUS, type StoredLine, matchingCountKeys } from './board-line.js';
import { hasFacets, hasLabel, providersWith } from './facets.js';
import { namesOfFew } from './list-providers.js';
import { allOf, equalTo } from './narrowing.js';
import type { BoardFilter, BoardSort, LineCount } from './list-board.js';

export interface BoardRow {
  id: string;
  provider: ProviderRef;
  body: StoredLine;
}

interface Found {
  alike: LineCount[];
  rows: BoardRow[];
  /** Of all dossiers: the choices of the filters. */
  providers: ProviderRef[];
  schemes: string[];
}

/** Beyond this many lines, names are joined instead of looked up one by one. */
const JOIN_THRESHOLD = 500;

/**
 * A page of the board and the counts of all lines, in one query. It scans the index entries of every line at the point, looks
 * up names only for candidates of the page, and reads only the lines on the page in full.
 */
export async function boardPage(
  db: LedgerDatabase,
  point: BitemporalPoint,
  filter: BoardFilter,
  { offset, limit, ...order }: BoardOrder & { offset: number; limit: number },
): Promise<Found> {
  const names = order.sort === 'provider' && order.isReversed ? sql`desc` : sql`asc`;
  const count = offset + limit;
  const isDeep = count > JOIN_THRESHOLD;
  const named = isDeep ? joinedNames : lookedUpNames(point);
  const { rows } = await sql<Found>`
    with lost as materialized (${retractedProviders}),
    line as materialized (${filteredLines(point, filter, order, isDeep)}),
    counted as (
      select alike, count(*) as count from line group by alike
    ),
    near as (
      ${isDeep ? sql`select * from line where ${matchesFilter(filter)}` : near(order, matchesFilter(filter), count)}
    ),
    page as (
      select near.key, named.folded, named.service, near.dossier
      from near cross join lateral (${named}) as named
      order by near.key, named.folded ${names}, named.service ${names}, near.dossier offset ${offset} limit ${limit}
    ),
    shown as (
      select page.dossier as id, ${providerRefAt('provider', point)} as provider, whole.body
      from page
      cross join lateral (${spanAt('board_line', sql.ref('page.dossier'), point)}) as whole
      join provider on provider.id = whole.provider
      order by page.key, page.folded ${names}, page.service ${names}, page.dossier
    )
    select coalesce((select jsonb_agg(counted) from counted), '[]') as alike,
      coalesce((select jsonb_agg(shown) from shown), '[]') as rows,
      coalesce((select jsonb_agg(few.ref order by few.folded, few.id) from (${namesOfFew(point, MOST_PROVIDERS)}) as few), '[]') as providers,
      array(${slugsOfDossiers}) as schemes
  `.execute(db);
  return rows[0] ?? { alike: [], rows: [], providers: [], schemes: [] };
}

/** Beyond this, the provider filter is a text input. */
const MOST_PROVIDERS = 100;

/** Slugs of the schemes for which any dossier was ever opened; goes from one to the next in the index, past the dossiers of each. */
const slugsOfDossiers = sql`
  with recursive slug as (
    select min(scheme) as scheme from dossier
    union all
    select (select min(scheme) from dossier where scheme > slug.scheme) from slug where slug.scheme is not null
  )
  select scheme from slug where scheme is not null
`;

interface BoardOrder {
  sort: BoardSort;
  isReversed: boolean;
}

/** Count and sort keys of all lines; lines that do not match get the complement of their `alike`, below 0. */
function filteredLines(
  point: BitemporalPoint,
  filter: BoardFilter,
  order: BoardOrder,
  isDeep: boolean,
): RawBuilder<unknown> {
  const isKept = sql<boolean>`line.provider <> all (array(select provider from lost))`;
  const columns = sql`line.alike, ${sortKey(order)} as key, line.dossier`;
  const names = isDeep ? sql`, line.provider, line.service` : isCoarse(order.sort) ? sql`, line.provider` : sql``;
  const fitting = scopeCondition(filter, point);
  if (!fitting) return linesAt(point, sql`${columns} ${names}`, isKept);
  return sql`
    select case when ${fitting} then line.alike else ~line.alike end as alike, line.key, line.dossier ${names}
    from (${linesAt(point, sql`${columns}, line.provider, line.scheme, line.service`, isKept)}) as line
  `;
}

/** The names by which lines of `near` are sorted after their key. */
const lookedUpNames = (point: BitemporalPoint): RawBuilder<unknown> => sql`
  select provider.folded, held.service
  from (${spanAt('board_line', sql.ref('near.dossier'), point)}) as held join provider on provider.id = held.provider
`;

/** The same for lines that hold provider and service themselves. */
const joinedNames = sql`select provider.folded, near.service from provider where provider.id = near.provider`;

/** Providers whose registration was retracted; lists omit their dossiers. All their names are closed. */
const retractedProviders = sql`
  select provider from provider_span as called
  where known_to is not null and not exists (select from provider where provider.id = called.provider)
`;

/** Every value of `board_line.reach`, in days. */
const REACHES = [1, 4, 16, 64, 256, 1024, 4096, 2 ** 20];

/**
 * Index columns of every line at a point. A line valid on a day started less than its `reach` before it, so a scan per reach
 * reads few lines that are not valid.
 *
 * @param columns of `line`, only those needed: PostgreSQL materializes all of them
 * @param condition on `line`
 */
export function linesAt(
  { asOf, position }: BitemporalPoint,
  columns: RawBuilder<unknown>,
  condition: RawBuilder<boolean>,
): RawBuilder<unknown> {
  const known = position === null ? [sql<boolean>`line.known_to is null`] : knownAt(position);
  const parts = known.flatMap((when) =>
    REACHES.map(
      (reach) => sql`
        select ${columns} from board_line as line
        where line.reach = ${reach} and line.from_day > ${asOf}::date - ${reach}::int and line.from_day <= ${asOf}::date
          and line.to_day >= ${asOf}::date and ${when} and ${condition}
      `,
    ),
  );
  return sql.join(parts, sql` union all `);
}

/** Current and closed lines have separate partial indexes. */
const knownAt = (position: number): RawBuilder<boolean>[] => [
  sql`line.known_to is null and line.known_from <= ${position}::bigint`,
  sql`line.known_to > ${position}::bigint and line.known_from <= ${position}::bigint`,
];

/** The filter without statuses and flags, on `line`; `undefined` if it is empty. */
function scopeCondition(filter: BoardFilter, point: BitemporalPoint): RawBuilder<boolean> | undefined {
  const { search = '', scheme, provider, dossiers, labelled } = filter;
  const described = providersWith(filter, point);
  const facets = hasFacets('span', filter);
  if (labelled) facets.push(hasLabel('span', 'dossier.scheme', labelled));
  const conditions = [
    ...(search.trim() === '' ? [] : hasWords(search)),
    ...equalTo({ 'line.scheme': scheme }),
    provider !== undefined && sql`line.provider in (select id from provider where ${matchesProvider([provider])})`,
    dossiers && sql`line.dossier = any(${[...dossiers]}::uuid[])`,
    described && sql`line.provider in (${described})`,
    facets.length > 0 &&
      sql`line.dossier in (
        select span.dossier from dossier_span as span join dossier on dossier.id = span.dossier
        where ${allOf(facets)} and ${holdsAt('span', point)}
      )`,
  ];
  return conditions.some(Boolean) ? allOf(conditions) : undefined;
}

/** Whether `line` matches the whole filter. */
function matchesFilter(filter: BoardFilter): RawBuilder<boolean> {
  const within = matchingCountKeys(filter);
  return within ? sql`line.alike = any(${within}::int[])` : sql`line.alike >= 0`;
}

/** A word without letters and digits matches nothing. */
function hasWords(search: string): RawBuilder<boolean>[] {
  const words = new Set(fold(search).split(' '));
  return [...words].map((word) => (word === '' ? sql`false` : isAbout(word)));
}

const isAbout = (word: string): RawBuilder<boolean> =>
  sql`(${hasWordPrefix('line.service', word)} or ${hasNameLike(word, 'line.provider')})`;

const LAST = 2_147_483_647;

/** The sort key before the names, as a number; lines without a date come last. */
function sortKey({ sort, isReversed }: BoardOrder): RawBuilder<number> {
  const key = ascendingKey(sort);
  return sql`coalesce(${isReversed ? sql`-${key}` : key}, ${LAST}::int)`;
}

function ascendingKey(sort: BoardSort): RawBuilder<number | null> {
  switch (sort) {
    case 'urgency':
      return sql`line.urgency`;
    case 'provider':
      return sql`0`;
    case 'status':
      return sql`(line.alike / ${COUNT_KEYS_PER_STATUS}::int)`;
    case 'deadline':
      return sql`(line.next_day - date '1900-01-01')`;
    case 'news':
      return sql`(date '2200-01-01' - line.news_day)`;
  }
}

/** Whether so many lines may have one key that names are gone along to find the first of them: it takes each line's provider. */
const isCoarse = (sort: BoardSort): boolean => sort === 'provider' || sort === 'status';

/**
 * Of `line`, the first so many in an order and few behind them: names are looked up of these alone. Many lines have the same
 * status, or nothing that they are sorted by before their names: there, names are gone along until enough have a line.
 */
function near(
  { sort, isReversed }: BoardOrder,
  matchesFilter: RawBuilder<boolean>,
  count: number,
): RawBuilder<unknown> {
  const last = sort === 'provider' ? sql`0` : lastKey(matchesFilter, count);
  const isCandidate = isCoarse(sort)
    ? sql`(key < (select last from farthest) or key = (select last from farthest) and ${isNamedFirst(matchesFilter, count, sort === 'provider' && isReversed)})`
    : sql`key <= (select last from farthest)`;
  return sql`
    with farthest as materialized (select (${last}) as last) select key, dossier from line where ${matchesFilter} and ${isCandidate}
  `;
}

const lastKey = (matchesFilter: RawBuilder<boolean>, count: number): RawBuilder<number> =>
  sql`select max(key) from (select key from line where ${matchesFilter} order by key limit ${count}) as first`;

/**
 * Whether the provider is among the first by name that together have enough lines. If most providers have lines, twice as many
 * names as lines suffice; otherwise all names are scanned. `is true` keeps PostgreSQL from planning a join of all of them.
 */
const isNamedFirst = (matchesFilter: RawBuilder<boolean>, count: number, isReversed: boolean): RawBuilder<boolean> => {
  const [until, farthest, order] = isReversed
    ? [sql`>=`, sql`min`, sql`order by folded desc`]
    : [sql`<=`, sql`max`, sql`order by folded`];
  const tied = sql`from line where ${matchesFilter} and key = (select last from farthest)`;
  const early = sql`select id, folded from provider ${order} limit ${2 * count}`;
  return sql`
    provider in (
      select id from provider where folded ${until} coalesce(
        (select ${farthest}(folded) from (${early}) as early having (
          select count(*) ${tied} and provider in (select id from (${early}) as early)
        ) >= ${count}),
        (select ${farthest}(folded) from (
          select folded from provider where (id in (select provider ${tied})) is true ${order} limit ${count}
        ) as named)
      )
    )
  `;
};
