import { type Kysely, sql } from 'kysely';

/**
 * Dependents are found by what they depend on. The former index listed every dossier with a dependency, of which all
 * spans were read.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    drop index dossier_span_depending;
    create index dossier_span_depends_on on dossier_span using gin (depends_on) where depends_on <> '{}';
  `.execute(db);
}
