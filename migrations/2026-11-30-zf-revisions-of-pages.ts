import { type Kysely, sql } from 'kysely';

/**
 * What pages keep beside the ledger: who is signed in, the names of people, the proposals and readings that wait, and saved
 * views. A session that expires is no change: whoever keeps it knows when it does.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into revision (name) values ('proposals'), ('readings'), ('views');
    create trigger revise after delete on console_session for each row execute function revise('access');
    create trigger revise_erased after delete on account for each statement execute function revise('access');
    create trigger revise after insert or delete or update of state on proposal
      for each statement execute function revise('proposals');
    create trigger revise after insert or delete or update of state on register_reading
      for each statement execute function revise('readings');
    create trigger revise after insert or delete or update on saved_view
      for each statement execute function revise('views');
  `.execute(db);
}
