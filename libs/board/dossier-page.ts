import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';
import type { ProviderRef } from '#domain/dossier/dossier-view.js';
import type { Standing } from '#domain/dossier/standing.js';
import { board } from './board.js';
import { markIn } from './page.js';
import { holdsAt, type Point } from './point.js';

export interface DossierFilter {
  scheme?: string | undefined;
  status?: string | undefined;
  /** Id or slug. */
  provider?: string | undefined;
  /** A grant in force ends before this day. */
  expiresBefore?: Day | undefined;
  stale?: boolean | undefined;
  expiring?: boolean | undefined;
  confirmed?: boolean | undefined;
}

export interface DossierRow {
  id: string;
  provider: ProviderRef;
  scheme: string;
  version: number;
  body: Standing;
  /** What rows are sorted by, before their id. */
  folded: string;
  service: string;
}

/** Up to `count` rows after a cursor, by provider, service and id. */
export async function dossierPage(
  db: LedgerDatabase,
  point: Point,
  filter: DossierFilter,
  { count, cursor }: { count: number; cursor?: string | undefined },
): Promise<DossierRow[]> {
  const page = await sql<DossierRow>`
    select page.*, (
      select max(version) from event
      where stream = 'dossier-' || page.id and position <= least(${point.position}::bigint, followed.position) -- least passes over null
    ) as version
    from (${pageOfSpans(point, filter, count, cursor)}) as page,
      (select coalesce(max(position), 0) as position from checkpoint
        where name = ${board.name} and version = ${board.version}) as followed
    order by folded, service, id
  `.execute(db);
  return page.rows;
}

function pageOfSpans(point: Point, filter: DossierFilter, count: number, cursor: string | undefined) {
  const { scheme, status, provider, expiresBefore, stale, expiring, confirmed } = filter;
  const wanted = [
    holdsAt('span', point),
    scheme !== undefined && sql`dossier.scheme = ${scheme}`,
    status !== undefined && sql`span.status = ${status}`,
    provider !== undefined && sql`${provider} in (provider.slug, provider.id::text)`,
    expiresBefore !== undefined && sql`span.grant_end < ${expiresBefore}::date`,
    stale !== undefined && sql`span.stale = ${stale}`,
    expiring !== undefined && sql`span.expiring = ${expiring}`,
    confirmed !== undefined && sql`span.confirmed = ${confirmed}`,
    cursor !== undefined &&
      sql`(provider.folded, span.service, dossier.id::text collate "C") > (${sql.join(markIn(cursor))})`,
  ].filter((condition) => condition !== false);
  return sql`
    select dossier.id, dossier.scheme, span.body, provider.folded, span.service,
      jsonb_build_object('id', provider.id, 'slug', provider.slug, 'name', provider.name) as provider
    from dossier_span as span
    join dossier on dossier.id = span.dossier
    join provider on provider.id = dossier.provider
    where ${sql.join(wanted, sql` and `)}
    order by provider.folded, span.service, dossier.id
    limit ${count}
  `;
}
