import { type Kysely, sql } from 'kysely';

/** What a subscription missed, or a new endpoint is filled with, is planned step by step. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table subscription
      add column recovery jsonb,
      add column recovering boolean not null default false;
    create index subscription_recovering on subscription (id) where recovering;
  `.execute(db);
}
