import { type Kysely, sql } from 'kysely';

/**
 * The projection of deadlines in lists is called `agenda` instead of `dues`. A worker of the release before, which may run
 * until it is replaced, would begin it from the first event under its former name, in the same tables: it cannot.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    drop schema if exists jalon_build_dues cascade;
    update checkpoint set name = 'agenda' where name = 'dues';
    update projection_failure set projection = 'agenda' where projection = 'dues';
    alter table checkpoint add constraint checkpoint_not_dues check (name <> 'dues')
  `.execute(db);
}
