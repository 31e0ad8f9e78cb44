import { type Kysely, sql } from 'kysely';

/** Deadlines that can be met after their date are found among those that are due. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index deadline_span_late on deadline_span (state, due_earliest, lapses) where lapses > due_latest
  `.execute(db);
}
