import { sql, type Kysely } from 'kysely';

/** A ledger file that is restored part by part has the times of its events: only appends are compared with the last event. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    drop trigger ledger_time_jumped on ledger_head;
    create trigger ledger_time_jumped before update of recorded_at on ledger_head
      for each row
      when (
        old.position > 0 and new.position > old.position
        and new.recorded_at > greatest(old.recorded_at + interval '24 hours', old.accepted_until)
        and new.restoring is distinct from pg_current_xact_id()
      )
      execute function ledger_time_jumped();
    alter table ledger_head enable always trigger ledger_time_jumped;
  `.execute(db);
}
