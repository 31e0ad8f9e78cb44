import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { DossierFilter } from './dossier-filter.js';
import { holdsAt, type Point } from './point.js';

const FEW = 400;

/**
 * The ids of all dossiers that a rare status, flag or end leaves, looked up by it; `undefined` when there is none in the filter,
 * or when it leaves too many to sort.
 */
export async function fewThatMatch(
  tx: Transaction<Database>,
  point: Point,
  { status, expiring, stale, expiresBefore }: DossierFilter,
): Promise<string[] | undefined> {
  const rare = [
    expiring === true && sql`span.expiring`,
    stale === true && sql`span.stale`,
    expiresBefore !== undefined && sql`span.grant_end < ${expiresBefore}::date`,
    status !== undefined && sql`span.status = ${status}`,
  ].filter((condition) => condition !== false);
  if (rare.length === 0) return undefined;
  const { rows } = await sql<{ dossier: string }>`
    select dossier from dossier_span as span
    where ${sql.join(rare, sql` and `)} and ${holdsAt('span', point)}
    limit ${FEW + 1}
  `.execute(tx);
  return rows.length > FEW ? undefined : rows.map(({ dossier }) => dossier);
}
