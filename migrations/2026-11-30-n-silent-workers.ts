import { sql, type Kysely } from 'kysely';

/** Of a worker that no longer says that it works. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table worker_condition drop constraint worker_condition_code_check, add check (
      code in ('worker-clock', 'queue-unreachable', 'attempts-unrecorded', 'worker-silent')
    )
  `.execute(db);
}
