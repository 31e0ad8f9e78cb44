import { sql, type Kysely } from 'kysely';

/**
 * Files that somebody sent to the console and has not confirmed yet, and what became of those that were. They are no part of
 * the ledger: a day after it came a file is shown no more, and is deleted.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table pending_import (
      id         uuid primary key,
      api_key    text not null references api_key,
      name       text not null,
      bytes      bytea not null check (length(bytes) <= 10485760),
      created_at timestamptz(3) not null,
      state      text not null check (state in ('waiting', 'running', 'refused', 'unfinished', 'done')),
      step       text check (step in ('reading', 'deciding', 'recording')),
      began_at   timestamptz(3),
      beat_at    timestamptz(3),
      result     jsonb,
      check ((state = 'running') <= (began_at is not null and beat_at is not null and step is not null)),
      check ((state = 'done') = (result is not null))
    );
    create index on pending_import (api_key, created_at);
    create index on pending_import (created_at)
  `.execute(db);
}
