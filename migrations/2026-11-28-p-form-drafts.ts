import { type Kysely, sql } from 'kysely';

/** What was entered in a form of the console and not recorded yet. The id is chosen by the form; each owner has its own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table form_draft (
      owner      text not null,
      id         uuid not null,
      path       text not null,
      fields     text not null,
      saved      boolean not null,
      changed_at timestamptz(3) not null,
      primary key (owner, id)
    );
    create index on form_draft (owner, path, changed_at);
    create index on form_draft (changed_at)
  `.execute(db);
}
