import { type Kysely, sql } from 'kysely';

/**
 * Accounts of people, to which keys and sessions belong. Name and address can be erased; the id, by which events name their
 * actor, remains.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table account (
      id          uuid primary key,
      name        text,
      email       text,
      role        text not null check (role in ('reader', 'officer', 'approver', 'admin')),
      created_at  timestamptz(3) not null,
      disabled_at timestamptz(3),
      erased_at   timestamptz(3),
      check ((erased_at is null) = (name is not null and email is not null)),
      check ((erased_at is null) or (disabled_at is not null and name is null and email is null))
    );
    create unique index account_email on account (lower(email));
    alter table api_key add column account uuid references account;
    create index api_key_account on api_key (account);
    alter table api_key drop constraint api_key_scopes_check;
    alter table api_key add constraint api_key_scopes_check check (
      scopes <@ array['read', 'record', 'approve', 'admin', 'bounces', 'metrics'] and cardinality(scopes) > 0
    );
    alter table console_session
      alter column api_key drop not null,
      add column account uuid references account,
      add constraint console_session_holder check (num_nonnulls(api_key, account) = 1);
    create index console_session_account on console_session (account);
    alter table pending_import drop constraint pending_import_api_key_fkey;
    alter table register_upload drop constraint register_upload_api_key_fkey
  `.execute(db);
}
