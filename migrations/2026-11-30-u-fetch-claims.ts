import { type Kysely, sql } from 'kysely';

/** Tells a fetch in progress, which counts as failed until it ends, from one that has failed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table register_fetch add column claimed_until timestamptz`.execute(db);
}
