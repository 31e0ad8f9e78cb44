import { type Kysely, sql } from 'kysely';

/** The day of weekly digests. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table subscription add column digest_day text not null default 'monday'`.execute(db);
}
