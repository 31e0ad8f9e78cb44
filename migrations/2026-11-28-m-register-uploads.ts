import { type Kysely, sql } from 'kysely';

/** Documents of registers that were sent to the console and not confirmed yet. As with imports, they are kept for a day. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table register_upload (
      id         uuid primary key,
      api_key    text not null references api_key,
      register   text not null,
      name       text not null,
      media_type text not null,
      address    text,
      day        date,
      bytes      bytea not null check (length(bytes) <= 10485760),
      created_at timestamptz(3) not null,
      state      text not null check (state in ('waiting', 'running', 'refused', 'unfinished', 'done')),
      began_at   timestamptz(3),
      beat_at    timestamptz(3),
      reading    uuid,
      check ((state = 'running') <= (began_at is not null and beat_at is not null)),
      check ((state = 'done') = (reading is not null))
    );
    alter table register_upload alter column bytes set storage external;
    create index on register_upload (api_key, created_at);
    create index on register_upload (created_at)
  `.execute(db);
}
