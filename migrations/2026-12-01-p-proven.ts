import { type Kysely, sql } from 'kysely';

/** How far a signed head proves the ledger is told with the revisions, which every request looks at: it costs no statement. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into revision (name, number) select 'log', coalesce(max(size), 0) from log_checkpoint where note is not null;
    create function revise_log() returns trigger language plpgsql as $$
    begin
      update revision set number = new.size where name = 'log';
      return null;
    end
    $$;
    create trigger revise after update of note on log_checkpoint
      for each row when (old.note is null and new.note is not null) execute function revise_log();
  `.execute(db);
}
