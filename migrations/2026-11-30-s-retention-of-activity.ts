import { type Kysely, sql } from 'kysely';

/**
 * Activity is removed after its retention period, of 90 days at least: until then, triggers keep everybody from deleting a row.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    drop trigger activity_is_append_only on activity;
    create trigger activity_is_append_only before update or truncate on activity
      for each statement execute function activity_is_append_only();
    alter table activity enable always trigger activity_is_append_only;
    create function activity_is_kept() returns trigger language plpgsql as $$
    begin
      if old.at > (select clock_timestamp() + clock_offset from ledger_head) - interval '90 days' then
        raise exception 'activity is append-only: % is refused', tg_op using errcode = 'insufficient_privilege';
      end if;
      return old;
    end
    $$;
    create trigger activity_is_kept before delete on activity for each row execute function activity_is_kept();
    alter table activity enable always trigger activity_is_kept
  `.execute(db);
}
