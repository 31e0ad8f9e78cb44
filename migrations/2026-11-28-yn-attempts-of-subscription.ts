import { type Kysely, sql } from 'kysely';

/**
 * Attempts name the subscription of their delivery. Null for those of workers of an earlier release. Alone, because workers that
 * log attempts wait for this transaction.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table delivery_attempt add column subscription uuid`.execute(db);
}
