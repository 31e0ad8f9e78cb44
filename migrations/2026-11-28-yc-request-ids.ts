import { sql, type Kysely } from 'kysely';

/** A delivery names the request that caused it, as the events of that request do, for logs and for receivers. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table delivery add column request_id text`.execute(db);
}
