import { type Kysely, sql } from 'kysely';

/** Processes keep the names of accounts in memory as well: those of new ones count a revision, too. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create trigger revise_new after insert on account for each statement execute function revise('access')
  `.execute(db);
}
