import { type Kysely, sql } from 'kysely';
import type { Database } from './tables.js';

export type Removed = 'delivery' | 'reminder' | 'subscription' | 'held';

/** Counts what retention removed, for metrics. */
export async function countRemoved(db: Kysely<Database>, kind: Removed, count: number): Promise<void> {
  if (count === 0) return;
  await sql`
    insert into removed_rows as known (kind, count) values (${kind}, ${count})
    on conflict (kind) do update set count = known.count + excluded.count
  `.execute(db);
}

/** Since the installation. */
export const removedCounts = (db: Kysely<Database>): Promise<{ kind: Removed; count: number }[]> =>
  db.selectFrom('removed_rows').select(['kind', 'count']).execute();
