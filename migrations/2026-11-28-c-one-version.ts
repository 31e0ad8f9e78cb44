import { sql, type Kysely } from 'kysely';

/** One version of each projection serves. Its row is the fence: a follower of another version cannot move it, and so cannot write. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    delete from checkpoint using checkpoint as later
      where later.name = checkpoint.name and later.version > checkpoint.version;
    alter table checkpoint drop constraint checkpoint_pkey, add primary key (name)
  `.execute(db);
}
