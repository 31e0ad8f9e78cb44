import { type Kysely, sql } from 'kysely';

/** An endpoint has a description and headers of its own, which may be credentials: they are encrypted like the secrets. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table subscription add column description text, add column headers bytea`.execute(db);
}
