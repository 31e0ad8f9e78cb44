import { sql, type Kysely } from 'kysely';

/** Schemes are looked up in the ledger itself at every question: their few publications have an index of their own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index event_publishing_scheme on event (position) where type = 'SchemePublished'`.execute(db);
}
