import { type Kysely, sql } from 'kysely';

/** Files of evidence in parts, and an index for the events that attach one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table evidence_file (
      id       uuid primary key,
      sha256   text unique check (sha256 ~ '^[0-9a-f]{64}$'),
      size     bigint check (size > 0),
      store    text not null check (store in ('database', 's3')),
      began_at timestamptz(3) not null,
      used_at  timestamptz(3) not null,
      check ((sha256 is null) = (size is null))
    );
    create index on evidence_file (used_at);
    create table evidence_part (
      file   uuid not null references evidence_file on delete cascade,
      number integer not null check (number >= 0),
      bytes  bytea not null check (length(bytes) between 1 and 262144),
      primary key (file, number)
    );
    alter table evidence_part alter column bytes set storage external;
    create index event_of_evidence on event ((data ->> 'sha256')) where type = 'EvidenceAttached';
  `.execute(db);
}
