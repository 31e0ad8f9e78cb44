import { type Kysely, sql } from 'kysely';

/** Weekly digests, what recipients narrow and pause, and the formats of chat programs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table subscription
      drop constraint subscription_mode_check,
      add constraint subscription_mode_check
        check (mode = 'immediate' or (mode in ('daily', 'weekly') and channel = 'email')),
      drop constraint subscription_format_check,
      add constraint subscription_format_check check (format in ('standard', 'cloudevents', 'slack', 'teams')),
      add column offered_filter         jsonb,
      add column recipient_paused_until timestamptz
  `.execute(db);
  await sql`
    create index subscription_recipient_paused on subscription (recipient_paused_until)
    where recipient_paused_until is not null
  `.execute(db);
}
