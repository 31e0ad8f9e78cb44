import { sql, type Kysely } from 'kysely';

/** Of an endpoint: what an attempt that began before the last time says of it no longer counts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table subscription add column resumes int not null default 0`.execute(db);
}
