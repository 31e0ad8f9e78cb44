import { type Kysely, sql } from 'kysely';

/**
 * The log that proves the ledger: a Merkle tree over its events in order of position. Rows are only inserted, but for the
 * signature of a checkpoint and partial tiles that a full one replaces.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table log_salt (
      position bigint primary key,
      salt bytea not null check (octet_length(salt) = 16)
    )
  `.execute(db);
  await sql`
    create table log_tile (
      level int not null,
      index bigint not null,
      width int not null check (width between 1 and 256),
      hashes bytea not null check (octet_length(hashes) = 32 * width),
      primary key (level, index, width)
    )
  `.execute(db);
  await sql`
    create table log_checkpoint (
      epoch bigint not null,
      size bigint not null,
      root bytea not null check (octet_length(root) = 32),
      stored_at timestamptz not null default now(),
      key text,
      note text,
      primary key (epoch, size)
    )
  `.execute(db);
  await sql`
    alter table worker_condition drop constraint worker_condition_code_check, add check (
      code in ('worker-clock', 'queue-unreachable', 'attempts-unrecorded', 'worker-silent', 'ledger-changed', 'log-forked')
    )
  `.execute(db);
}
