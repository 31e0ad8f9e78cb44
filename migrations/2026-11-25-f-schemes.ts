import { sql, type Kysely } from 'kysely';

/** Schemes are looked up in the ledger itself at every question: the few events of their streams have an index of their own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index event_of_scheme on event (position) where stream like 'scheme-%'`.execute(db);
}
