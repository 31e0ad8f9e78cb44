import type { Kysely } from 'kysely';
import type { Database } from '#database/tables.js';

/** Those of some subscriptions that are told of changes in a digest of the day, not one by one. */
export async function toldDaily(db: Kysely<Database>, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('subscription')
    .select('id')
    .where('id', 'in', ids)
    .where('mode', '=', 'daily')
    .execute();
  return new Set(rows.map(({ id }) => id));
}
