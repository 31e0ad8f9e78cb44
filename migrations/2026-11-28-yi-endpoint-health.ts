import { type Kysely, sql } from 'kysely';

/**
 * Why an endpoint fails stands with its subscription, redeliveries count their attempts on, and a test message that was not tried
 * yet is found among any number of others.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table subscription add column failing_reason jsonb;
    alter table delivery add column attempts_before int not null default 0;
    create index delivery_test on delivery (subscription)
      where state = 'planned' and attempts = 0 and cause like 'test:%';
  `.execute(db);
}
