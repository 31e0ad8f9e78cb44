import { sql, type Kysely } from 'kysely';

/**
 * Who is told what, and what is owed to them. A delivery is unique per (cause, subscription): planning it again changes
 * nothing. A claim is a lease with a fencing token: whoever holds the row's `claim` may record what became of it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table subscription (
      id                  uuid primary key,
      channel             text not null check (channel in ('email', 'webhook')),
      target              text not null,
      filter              jsonb not null,
      mode                text not null check (mode in ('immediate')),
      language            text not null check (language in ('fr', 'en')),
      state               text not null check (state in ('pending', 'active', 'disabled', 'unsubscribed')),
      confirm_round       int not null,
      confirm_until       timestamptz(3) not null,
      secret              bytea,
      former_secret       bytea,
      former_secret_until timestamptz(3),
      since_position      bigint,
      created_by          text not null,
      created_at          timestamptz(3) not null,
      confirmed_at        timestamptz(3),
      ended_at            timestamptz(3),
      check ((channel = 'webhook') = (secret is not null)),
      check (state <> 'active' or (since_position is not null and confirmed_at is not null))
    );
    create index subscription_active on subscription (since_position) where state = 'active';
    create index subscription_unanswered on subscription (lower(target), created_at) where confirmed_at is null;
    create index subscription_of_owner on subscription (created_by, created_at);

    create table delivery (
      id              uuid primary key,
      ordinal         bigint not null generated always as identity,
      cause           text not null,
      subscription    uuid not null references subscription,
      message_id      uuid not null,
      message         jsonb not null,
      state           text not null check (state in ('planned', 'claimed', 'sent', 'failed', 'cancelled')),
      attempts        int not null default 0,
      next_attempt_at timestamptz(3) not null,
      claim           uuid,
      claimed_until   timestamptz(3),
      last_error      text,
      response_code   int,
      created_at      timestamptz(3) not null,
      sent_at         timestamptz(3),
      unique (cause, subscription),
      check ((state = 'claimed') = (claim is not null)),
      check ((claim is null) = (claimed_until is null)),
      check ((state = 'sent') = (sent_at is not null))
    );
    create index delivery_planned on delivery (next_attempt_at, ordinal) where state = 'planned';
    create index delivery_claimed on delivery (claimed_until, ordinal) where state = 'claimed';
    create index delivery_of_subscription on delivery (subscription, ordinal);

    create table kept_mail (
      delivery  uuid primary key references delivery,
      recipient text not null,
      subject   text not null,
      text      text not null,
      html      text not null,
      headers   jsonb not null,
      at        timestamptz(3) not null
    );
    create index kept_mail_newest on kept_mail (at desc, delivery);
  `.execute(db);
}
