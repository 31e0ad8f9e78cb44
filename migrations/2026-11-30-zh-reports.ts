import { type Kysely, sql } from 'kysely';

/** A person has at most one report of a view. `reported`: the day of the last one that is planned. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table subscription add column report uuid, add column reported date;
    create unique index subscription_report on subscription (account, report)
      where report is not null and state <> 'unsubscribed'
  `.execute(db);
}
