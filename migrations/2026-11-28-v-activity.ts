import { type Kysely, sql } from 'kysely';

/**
 * What people do besides recording: signing in, exporting, changing settings. Append-only as the ledger is: the app may only
 * insert, and triggers keep the owner and superusers from rewriting by mistake.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table activity (
      ordinal bigint generated always as identity primary key,
      at      timestamptz(3) not null,
      actor   text not null check (actor <> ''),
      act     text not null check (act <> ''),
      about   text,
      details jsonb not null default '{}' check (jsonb_typeof(details) = 'object')
    );
    create index activity_at on activity (at desc, ordinal desc);
    create function activity_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'activity is append-only: % is refused', tg_op using errcode = 'insufficient_privilege';
    end
    $$;
    create trigger activity_is_append_only before update or delete or truncate on activity
      for each statement execute function activity_is_append_only();
    alter table activity enable always trigger activity_is_append_only
  `.execute(db);
}
