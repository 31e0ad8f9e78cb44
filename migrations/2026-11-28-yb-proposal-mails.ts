import { type Kysely, sql } from 'kysely';

/** Approvers are mailed when a proposal waits for them, unless they do not want it, in their language. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table account
      add column language text check (language in ('en', 'fr')),
      add column proposal_mails boolean not null default true
  `.execute(db);
}
