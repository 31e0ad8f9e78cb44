import { sql, type RawBuilder } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { ProviderRef } from '#domain/dossier/dossier-view.js';
import { fits, isShown } from './board-conditions.js';
import type { Alike } from './board-counts.js';
import type { BoardFilter, BoardSort } from './board-filter.js';
import { isCoarse, near, sortKey } from './board-order.js';
import type { Line } from './line.js';
import { linesAt } from './lines-at.js';
import { spanAt, type Point } from './point.js';
import { providerRefAt } from './provider-ref.js';

export interface BoardRow {
  id: string;
  provider: ProviderRef;
  body: Line;
}

interface Found {
  alike: Alike[];
  rows: BoardRow[];
}

/** Of this many lines, names are looked up all at once, and no longer one by one. */
const MANY = 500;

/**
 * Some lines of the board, and all of them counted, by one look at it: every line that holds at the point is gone through,
 * in indexes that are narrow enough for that. Names are looked up of those only that may be on the page, and only what
 * is on it is read whole.
 */
export async function boardPage(
  db: LedgerDatabase,
  point: Point,
  filter: BoardFilter,
  { sort, offset, limit }: { sort: BoardSort; offset: number; limit: number },
): Promise<Found> {
  const count = offset + limit;
  const isFar = count > MANY;
  const named = isFar ? namesAtOnce : namesOf(point);
  const { rows } = await sql<Found>`
    with lost as materialized (${lostProviders}),
    line as materialized (${markedLines(point, filter, sort, isFar)}),
    counted as (
      select alike, count(*) as count from line group by alike
    ),
    near as (
      ${isFar ? sql`select * from line where ${isShown(filter)}` : near(sort, isShown(filter), count)}
    ),
    page as (
      select near.key, named.folded, named.service, near.dossier
      from near cross join lateral (${named}) as named
      order by near.key, named.folded, named.service, near.dossier offset ${offset} limit ${limit}
    ),
    shown as (
      select page.dossier as id, ${providerRefAt('provider', point)} as provider, whole.body
      from page
      cross join lateral (${spanAt('board_line', sql.ref('page.dossier'), point)}) as whole
      join provider on provider.id = whole.provider
      order by page.key, page.folded, page.service, page.dossier
    )
    select coalesce((select jsonb_agg(counted) from counted), '[]') as alike,
      coalesce((select jsonb_agg(shown) from shown), '[]') as rows
  `.execute(db);
  return rows[0] ?? { alike: [], rows: [] };
}

/** What is counted and sorted by; the `alike` of a line that does not fit is turned into one below 0. */
function markedLines(point: Point, filter: BoardFilter, sort: BoardSort, isFar: boolean): RawBuilder<unknown> {
  const isKept = sql<boolean>`line.provider <> all (array(select provider from lost))`;
  const columns = sql`line.alike, ${sortKey(sort)} as key, line.dossier`;
  const names = isFar ? sql`, line.provider, line.service` : isCoarse(sort) ? sql`, line.provider` : sql``;
  const fitting = fits(filter);
  if (!fitting) return linesAt(point, sql`${columns} ${names}`, isKept);
  return sql`
    select case when ${fitting} then line.alike else ~line.alike end as alike, line.key, line.dossier ${names}
    from (${linesAt(point, sql`${columns}, line.provider, line.scheme, line.service`, isKept)}) as line
  `;
}

/** What a line of `near` is sorted by after its key. */
const namesOf = (point: Point): RawBuilder<unknown> => sql`
  select provider.folded, held.service
  from (${spanAt('board_line', sql.ref('near.dossier'), point)}) as held join provider on provider.id = held.provider
`;

/** Of lines that bring along what that takes. */
const namesAtOnce = sql`select provider.folded, near.service from provider where provider.id = near.provider`;

/** Whose registration was retracted: their dossiers are on no list. All that they were called is over. */
const lostProviders = sql`
  select provider from provider_span as called
  where known_to is not null and not exists (select from provider where provider.id = called.provider)
`;
