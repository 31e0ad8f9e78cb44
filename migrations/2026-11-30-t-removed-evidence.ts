import { type Kysely, sql } from 'kysely';

/** A file whose bytes an administrator has removed: its row stays, so that the same bytes are not stored again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table evidence_file add column removed_at timestamptz(3)`.execute(db);
}
