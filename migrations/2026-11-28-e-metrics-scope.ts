import { sql, type Kysely } from 'kysely';

/** Keys with scope `metrics` may read `/metrics` and do nothing else. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table api_key drop constraint api_key_scopes_check;
    alter table api_key add constraint api_key_scopes_check
      check (scopes <@ array['read', 'record', 'admin', 'bounces', 'metrics'] and cardinality(scopes) > 0)
  `.execute(db);
}
