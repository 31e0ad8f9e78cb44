import { type Kysely, sql } from 'kysely';

/** Pages of differences and deadlines are found along an index instead of among all rows. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index dossier_span_begun on dossier_span (from_day) include (known_from, known_to, dossier);
    create index dossier_span_recorded on dossier_span (known_from) include (dossier);
    create index dossier_span_superseded on dossier_span (known_to) include (dossier) where known_to is not null;
    create index deadline_span_imprecise on deadline_span (state, due_earliest) where due_latest > due_earliest;
    create index deadline_near on deadline (due_earliest, key);
  `.execute(db);
}
