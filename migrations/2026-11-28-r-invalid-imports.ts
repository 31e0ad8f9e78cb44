import { sql, type Kysely } from 'kysely';

/** An uploaded file with problems is `invalid`: it has to be corrected before it can be confirmed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table pending_import
      drop constraint pending_import_state_check,
      add constraint pending_import_state_check
        check (state in ('waiting', 'invalid', 'running', 'refused', 'unfinished', 'done'))
  `.execute(db);
}
