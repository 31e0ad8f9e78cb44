import { type Kysely, sql } from 'kysely';

/** A listener fetches its messages; it ends unless it asks for some before then. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table subscription add column listened_until timestamptz`.execute(db);
  await sql`create index subscription_listeners on subscription (listened_until) where listened_until is not null`.execute(
    db,
  );
}
