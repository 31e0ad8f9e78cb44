import { sql, type Kysely } from 'kysely';

/**
 * How an endpoint wants to be told and how it fares, every attempt at a delivery, addresses that take no mail, changes that
 * wait for a day's digest, and feeds with an address of their own. For calendars, how often a deadline changed, and when last.
 *
 * Deadlines say whether they are confirmed, so they are followed from the first event again, at the worker's next start.
 *
 * A delivery that was attempted before counts from then on: its schedule ends no earlier than it would have.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table subscription
      drop constraint subscription_mode_check,
      add constraint subscription_mode_check check (mode = 'immediate' or (mode = 'daily' and channel = 'email')),
      add column format           text not null default 'standard' check (format in ('standard', 'cloudevents')),
      add column signature        text not null default 'hmac' check (signature in ('hmac', 'ed25519')),
      add column public_key       text,
      add column ordered          boolean not null default false,
      add column rate_per_minute  int check (rate_per_minute between 1 and 6000),
      add column failures         int not null default 0,
      add column failing_since    timestamptz(3),
      add column warned_hours     int not null default 0,
      add column paused_until     timestamptz(3),
      add column next_slot_at     timestamptz(3),
      add column disabled_because text check (disabled_because in ('gone', 'failing', 'bounced'));
    update subscription set disabled_because = 'gone' where state = 'disabled';
    alter table subscription
      add check ((state = 'disabled') = (disabled_because is not null)),
      add check ((signature = 'ed25519') = (public_key is not null));
    create index subscription_failing on subscription (failing_since) where failing_since is not null;

    alter table delivery
      add column lane     uuid,
      add column began_at timestamptz(3),
      add column bounce   text check (bounce in ('hard', 'soft'));
    update delivery set began_at = created_at where attempts > 0;
    drop index delivery_planned;
    create index delivery_planned on delivery (subscription, next_attempt_at, ordinal) where state = 'planned';
    create index delivery_in_lane on delivery (subscription, lane, ordinal) where state in ('planned', 'claimed');

    create table delivery_attempt (
      delivery uuid not null references delivery,
      number   int not null,
      at       timestamptz(3) not null,
      took_ms  int not null,
      result   text not null check (result in ('delivered', 'unavailable', 'rejected')),
      code     int,
      error    text,
      headers  jsonb,
      body     text,
      primary key (delivery, number)
    );

    create table suppression (
      address text primary key,
      reason  text not null check (reason in ('hard-bounce', 'soft-bounces')),
      detail  text not null,
      at      timestamptz(3) not null,
      check (address = lower(address))
    );
    create index suppression_newest on suppression (at desc, address);
    create index subscription_of_address on subscription (lower(target)) where channel = 'email';

    create table mail_host (
      host          text primary key,
      next_at       timestamptz(3) not null,
      ask_at        timestamptz(3) not null,
      blocked_until timestamptz(3)
    );

    create table daily_change (
      subscription uuid not null references subscription,
      position     bigint not null,
      message      jsonb not null,
      primary key (subscription, position)
    );

    create table feed (
      id         uuid primary key,
      kind       text not null check (kind in ('calendar', 'atom')),
      token_hash bytea not null unique,
      name       text not null,
      filter     jsonb not null,
      language   text not null check (language in ('fr', 'en')),
      created_by text not null,
      created_at timestamptz(3) not null,
      revoked_at timestamptz(3)
    );
    create index feed_of_owner on feed (created_by, created_at);

    alter table deadline
      add column revision   int not null default 0,
      add column changed_at timestamptz(3) not null default now();
    alter table deadline alter column changed_at drop default;

    truncate deadline_span;
    delete from checkpoint where name in ('dues', 'deadlines');
  `.execute(db);
}
