import { type Kysely, sql } from 'kysely';

/** Readings of public registers: documents, attempts, and indexes for entries and registers in the ledger. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table register_document (
      sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
      media_type text not null,
      bytes bytea not null,
      created_at timestamptz not null
    );
    alter table register_document alter column bytes set storage external;
    create table register_reading (
      id uuid primary key,
      register text not null,
      at timestamptz not null,
      actor text not null,
      how text not null check (how in ('upload', 'api', 'command', 'fetch')),
      address text,
      sha256 text references register_document,
      day date,
      state text not null check (state in ('applying', 'recorded', 'held', 'discarded', 'same', 'refused', 'failed')),
      result jsonb,
      event uuid,
      decided jsonb
    );
    create index register_reading_newest on register_reading (register, at desc, id);
    create index register_reading_open on register_reading (register) where state in ('applying', 'held');
    create table register_fetch (
      register text primary key,
      etag text,
      last_modified text,
      failures integer not null default 0,
      next_at timestamptz not null
    );
    create index event_of_register on event (position) where stream like 'register-%';
    create index event_of_entry on event ((data ->> 'registerSlug'), (data ->> 'entry'), position)
      where type = 'RegisterObserved' and data ? 'registerSlug';
  `.execute(db);
}
