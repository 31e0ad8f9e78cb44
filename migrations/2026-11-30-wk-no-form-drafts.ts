import { type Kysely, sql } from 'kysely';

/** What is entered travels with its form; nothing of it is stored before it is recorded. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop table form_draft`.execute(db);
}
