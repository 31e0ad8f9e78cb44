import { type Kysely, sql } from 'kysely';

/** Where the ledger ended when a projection began to follow it: until there, its lists are being built. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table checkpoint add column complete_from bigint not null default 0`.execute(db);
}
