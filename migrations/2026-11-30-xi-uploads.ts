import { type Kysely, sql } from 'kysely';

/** Files that were sent to the console, of imports and of registers alike, in one table. Ids stay, and with them links. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table upload (
      id         uuid primary key,
      kind       text not null check (kind in ('import', 'register')),
      api_key    text not null,
      name       text not null,
      about      jsonb not null,
      bytes      bytea not null check (length(bytes) <= 10485760),
      created_at timestamptz(3) not null,
      state      text not null check (state in ('waiting', 'invalid', 'running', 'refused', 'unfinished', 'done')),
      step       text check (step in ('reading', 'deciding', 'recording')),
      began_at   timestamptz(3),
      beat_at    timestamptz(3),
      result     jsonb,
      check ((state = 'running') <= (began_at is not null and beat_at is not null and step is not null)),
      check ((state = 'done') = (result is not null))
    );
    alter table upload alter column bytes set storage external;
    create index on upload (api_key, kind, created_at);
    create index on upload (created_at);

    insert into upload
      select id, 'import', api_key, name, '{}', bytes, created_at, state, step, began_at, beat_at, result
      from pending_import;
    insert into upload
      select id, 'register', api_key, name,
        jsonb_strip_nulls(jsonb_build_object(
          'register', register, 'mediaType', media_type, 'address', address, 'day', to_char(day, 'YYYY-MM-DD')
        )),
        bytes, created_at, state, case state when 'running' then 'reading' end, began_at, beat_at,
        case when reading is not null then jsonb_build_object('reading', reading) end
      from register_upload;
    drop table pending_import;
    drop table register_upload
  `.execute(db);
}
