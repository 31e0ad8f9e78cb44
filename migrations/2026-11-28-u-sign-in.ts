import { type Kysely, sql } from 'kysely';

/** How people sign in: passwords, second factors, the links in mails to them, and what limits guessing. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table account add column joined_at timestamptz(3); -- the first sign-in; null: invited
    create table account_credentials (
      account   uuid primary key references account,
      password  text not null,
      totp      bytea,
      totp_step bigint
    );
    create table recovery_code (
      account uuid not null references account,
      hash    bytea not null,
      primary key (account, hash)
    );
    create table account_link (
      id         uuid primary key,
      account    uuid not null references account,
      purpose    text not null check (purpose in ('invitation', 'password')),
      created_at timestamptz(3) not null,
      expires_at timestamptz(3) not null
    );
    create index account_link_of_account on account_link (account, created_at);
    create table sign_in_ticket (
      hash       bytea primary key,
      account    uuid not null references account,
      after      text not null check (after in ('password', 'mail', 'session')),
      totp       bytea,
      tries      int not null default 0,
      expires_at timestamptz(3) not null
    );
    create index sign_in_ticket_of_account on sign_in_ticket (account);
    create table sign_in_attempts (
      key   bytea primary key,
      count int not null,
      until timestamptz(3) not null
    );
    create index sign_in_attempts_over on sign_in_attempts (until);
    alter table console_session
      add column id uuid not null default gen_random_uuid(),
      add column browser text,
      add column network text;
    create unique index console_session_id on console_session (id);
    alter table subscription add column account uuid references account;
    create index subscription_of_account on subscription (account) where account is not null
  `.execute(db);
}
