import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { ProviderRef } from '#domain/dossier/dossier-view.js';
import { board } from './board.js';
import type { DossierFilter } from './dossier-filter.js';
import { fewThatMatch } from './few-that-match.js';
import { isProvider } from './is-provider.js';
import { stretchesOfNames } from './names-walk.js';
import { markIn } from './page.js';
import { spanAt, type Point } from './point.js';
import { providerRefAt } from './provider-ref.js';

export interface DossierRow {
  id: string;
  provider: ProviderRef;
  scheme: string;
  /** What rows are sorted by, before their id. */
  folded: string;
  service: string;
  /** How far the board had followed the ledger. */
  followed: number;
}

/** Up to `count` rows after a cursor, by provider, service and id; all of one state of the board. */
export const dossierPage = (
  db: LedgerDatabase,
  point: Point,
  filter: DossierFilter,
  { count, cursor }: { count: number; cursor?: string | undefined },
): Promise<DossierRow[]> =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const mark = cursor === undefined ? undefined : markIn(cursor);
      const conditions = [...wanted(filter), ...(mark ? [isAfter(mark)] : [])];
      const few = await fewThatMatch(tx, point, filter);
      if (few) return rowsWhere(tx, point, [...conditions, sql`dossier.id = any(${few}::uuid[])`], count);
      const rows: DossierRow[] = [];
      const begin = mark ? String(mark[0]) : undefined;
      for await (const names of filter.provider === undefined ? stretchesOfNames(tx, begin) : [sql`true`])
        if (rows.push(...(await rowsWhere(tx, point, [...conditions, names], count - rows.length))) >= count) break;
      return rows;
    });

async function rowsWhere(
  tx: Transaction<Database>,
  point: Point,
  conditions: readonly RawBuilder<unknown>[],
  count: number,
): Promise<DossierRow[]> {
  const { rows } = await sql<DossierRow>`
    select page.id, page.scheme, page.folded, page.service, ${providerRefAt('provider', point)} as provider,
      followed.position as followed
    from (
      select dossier.id, dossier.scheme, provider.folded, span.service, span.provider
      from provider
      join dossier_holder as holder on holder.provider = provider.id
      join dossier on dossier.id = holder.dossier
      cross join lateral (${spanAt('dossier_span', sql.ref('dossier.id'), point)}) as span
      where span.provider = provider.id and ${sql.join(conditions, sql` and `)}
      order by provider.folded, span.service, dossier.id
      limit ${count}
    ) as page
    join provider on provider.id = page.provider,
      (select coalesce(max(position), 0) as position from checkpoint
        where name = ${board.name} and version = ${board.version}) as followed
    order by page.folded, page.service, page.id
  `.execute(tx);
  return rows;
}

function wanted({ scheme, status, provider, expiresBefore, stale, expiring, confirmed }: DossierFilter) {
  return [
    sql`true`,
    scheme !== undefined && sql`dossier.scheme = ${scheme}`,
    status !== undefined && sql`span.status = ${status}`,
    provider !== undefined && isProvider(provider),
    expiresBefore !== undefined && sql`span.grant_end < ${expiresBefore}::date`,
    stale !== undefined && sql`span.stale = ${stale}`,
    expiring !== undefined && sql`span.expiring = ${expiring}`,
    confirmed !== undefined && sql`span.confirmed = ${confirmed}`,
  ].filter((condition) => condition !== false);
}

const isAfter = (mark: readonly (string | number)[]) =>
  sql`(provider.folded, span.service, dossier.id::text collate "C") > (${sql.join(mark)})`;
