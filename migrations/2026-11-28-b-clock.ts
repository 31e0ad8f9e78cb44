import { sql, type Kysely } from 'kysely';

/**
 * An append whose time is more than a day after that of the last event is rejected with JL005 until the clock of the
 * database is confirmed: by another clock, or by the operator (`jalon accept-time`). A trigger with a condition, because it
 * costs an append nothing while the condition does not hold. An empty ledger has no last event.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table ledger_head add column accepted_until timestamptz not null default '-infinity';

    create function ledger_time_jumped() returns trigger language plpgsql as $$
    begin
      raise exception 'the time of recording would advance from % to %', old.recorded_at, new.recorded_at
        using errcode = 'JL005';
    end
    $$;
    create trigger ledger_time_jumped before update of recorded_at on ledger_head
      for each row
      when (
        old.position > 0 and new.position > old.position
        and new.recorded_at > greatest(old.recorded_at + interval '24 hours', old.accepted_until)
      )
      execute function ledger_time_jumped();
    alter table ledger_head enable always trigger ledger_time_jumped;
  `.execute(db);
  await confirmClock(db);
}

/** Accepts the clock of the database for a day if another clock agrees with it to within a day. @returns whether it does */
async function confirmClock(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function ledger_confirm_clock(other timestamptz) returns boolean
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
    begin
      if abs(extract(epoch from clock_timestamp() - other)) > 86400 then
        return false;
      end if;
      update ledger_head set accepted_until = clock_timestamp() + clock_offset + interval '24 hours' where only_row;
      return true;
    end
    $$;
    revoke execute on function ledger_confirm_clock from public;
  `.execute(db);
}
