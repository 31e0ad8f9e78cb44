import { sql, type Kysely } from 'kysely';

/** What cannot be processed now, and is tried again, and what hinders a worker. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table projection_failure (
      projection text not null,
      version int not null,
      stream text not null,
      position bigint not null,
      error text not null,
      attempts int not null default 1,
      failed_at timestamptz not null default clock_timestamp(),
      next_attempt_at timestamptz not null,
      primary key (projection, version, stream, position)
    );

    create table worker_condition (
      worker uuid not null,
      code text not null check (code in ('worker-clock', 'queue-unreachable', 'attempts-unrecorded')),
      detail jsonb not null,
      reported_at timestamptz not null default clock_timestamp(),
      primary key (worker, code)
    )
  `.execute(db);
}
