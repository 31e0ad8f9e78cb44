import { type Kysely, sql } from 'kysely';

/**
 * Processes keep in memory who holds a key and which schemes need a second person. Each change counts a revision in its own
 * transaction, which a process compares at every request. Signing in and using a key change nothing that is kept.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table revision (name text primary key, number bigint not null default 0);
    insert into revision (name) values ('access'), ('four-eyes');

    create function revise() returns trigger language plpgsql as $$
    begin
      update revision set number = number + 1 where name = tg_argv[0];
      return null;
    end
    $$;
    create trigger revise after insert or delete or update of scopes, hash, revoked_at, account on api_key
      for each statement execute function revise('access');
    create trigger revise after update of role, disabled_at, name on account
      for each statement execute function revise('access');
    create trigger revise after insert or delete or update on four_eyes
      for each statement execute function revise('four-eyes');
  `.execute(db);
}
