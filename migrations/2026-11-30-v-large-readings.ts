import { type Kysely, sql } from 'kysely';

/**
 * Events of a large append, staged in pieces and recorded by one call, so that neither side holds all of them in memory.
 * Unlogged: what a crash of PostgreSQL takes is staged again. A reading says how far it is.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table register_reading add column staged int, add column to_stage int`.execute(db);
  await sql`
    create unlogged table staged_event (
      append uuid not null,
      nth int not null,
      id uuid not null,
      stream text not null,
      expected bigint,
      type text not null,
      schema_version int not null,
      occurred text,
      data text not null,
      source text,
      actor text not null,
      correlation_id text,
      causation_id text,
      fingerprint text not null,
      traceparent text,
      staged_at timestamptz not null default now(),
      primary key (append, nth)
    )
  `.execute(db);
  await ledgerAppendStaged(db);
  await sql`revoke execute on function ledger_append_staged from public`.execute(db);
}

/** As `ledger_append` with one append, but for where the events come from and that it tells the last position only. Refuses a part of them. */
async function ledgerAppendStaged(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function ledger_append_staged(staged uuid, events int)
    returns table (outcome text, last_position bigint, detail jsonb)
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
    set plan_cache_mode = force_generic_plan
    set enable_seqscan = off
    as $$
    #variable_conflict use_column
    declare
      head bigint;
      last_recorded_at timestamptz;
      clock_offset interval;
      now_ timestamptz(3);
      inserted int;
      reused uuid;
    begin
      if (select count(*) from staged_event s where s.append = staged) <> events then
        outcome := 'incomplete';
        return next;
        return;
      end if;
      select h.position, h.recorded_at, h.clock_offset into strict head, last_recorded_at, clock_offset
        from ledger_head h where h.only_row for update;
      now_ := greatest(last_recorded_at, date_trunc('milliseconds', clock_timestamp() + clock_offset));

      begin
        select jsonb_build_object('stream', stream, 'expected', expected, 'actual', standing + nth_in - 1) into detail
          from (
            select s.stream, s.expected, s.nth, row_number() over (partition by s.stream order by s.nth) as nth_in,
              coalesce((select max(e.version) from event e where e.stream = s.stream), 0) as standing
            from staged_event s where s.append = staged
          ) asked
          where expected <> standing + nth_in - 1
          order by nth limit 1;
        if detail is null then
          insert into event
            select head + s.nth, s.id, s.stream, v.version, s.type, s.schema_version, s.occurred, s.data::jsonb,
              s.source::jsonb, s.actor, s.correlation_id, s.causation_id, decode(s.fingerprint, 'hex'), now_, s.traceparent
            from staged_event s join (
              select o.nth, (row_number() over (partition by o.stream order by o.nth)
                + coalesce((select max(e.version) from event e where e.stream = o.stream), 0))::int as version
              from staged_event o where o.append = staged
            ) v on v.nth = s.nth
            where s.append = staged
            order by s.nth;
          get diagnostics inserted = row_count;
          outcome := 'recorded';
          last_position := head + inserted;
        else
          outcome := 'stale';
        end if;
      exception when data_exception or integrity_constraint_violation or program_limit_exceeded then
        outcome := 'unstorable';
        detail := jsonb_build_object('message', sqlerrm);
      end;

      if outcome <> 'recorded' and exists (
        select from event e join staged_event s on s.id = e.id where s.append = staged
      ) then
        select s.id into reused
          from staged_event s left join event e on e.id = s.id
          where s.append = staged and e.fingerprint is distinct from decode(s.fingerprint, 'hex') limit 1;
        outcome := case when reused is null then 'replayed' else 'reused' end;
        detail := jsonb_build_object('id', reused);
        select max(e.position) into last_position from event e join staged_event s on s.id = e.id where s.append = staged;
      end if;

      if outcome = 'recorded' then
        update ledger_head set position = last_position, recorded_at = now_ where only_row;
        perform pg_notify('jalon_ledger', last_position::text);
      end if;
      return next;
    end
    $$
  `.execute(db);
}
