import { type Kysely, sql } from 'kysely';

/** What a reading changed for a subscription, until the fan-out knows whether it is one message or several; and what an ETag is of. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table reading_summary (
      subscription uuid not null references subscription,
      reading uuid not null,
      changes int not null,
      dossiers int not null,
      last text not null,
      body jsonb not null,
      primary key (subscription, reading)
    );
    create index reading_summary_of_reading on reading_summary (reading);
    alter table register_fetch add column address text;
  `.execute(db);
}
