import { sql, type Kysely } from 'kysely';

/**
 * Events and messages carry the trace that caused them. Null without tracing, and in events of earlier releases, which call
 * the functions without the last argument.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table event add column traceparent text`.execute(db);
  await sql`alter table delivery add column traceparent text`.execute(db);
  const roles = await rolesThatAppend(db);
  await ledgerAppendOne(db);
  await ledgerAppend(db);
  for (const name of ['ledger_append', 'ledger_append_one'])
    for (const role of roles) await sql`grant execute on function ${sql.id(name)} to ${sql.raw(role)}`.execute(db);
}

/** Quoted. They keep their right: processes that run meanwhile do not wait for the grants that follow the migrations. */
async function rolesThatAppend(db: Kysely<unknown>): Promise<string[]> {
  const { rows } = await sql<{ role: string }>`
    select distinct grantee::regrole::text as role from pg_proc cross join aclexplode(proacl)
    where proname = 'ledger_append' and pronamespace = 'public'::regnamespace and grantee not in (0, proowner)
  `.execute(db);
  return rows.map(({ role }) => role);
}

/** As before, except for the trace. */
async function ledgerAppendOne(db: Kysely<unknown>): Promise<void> {
  await sql`
    drop function ledger_append_one(
      uuid, text, bigint, text, int, text, jsonb, jsonb, text, text, text, bytea
    )
  `.execute(db);
  await sql`
    create function ledger_append_one(
      id uuid, stream text, expected bigint, type text, schema_version int, occurred text, data jsonb, source jsonb,
      actor text, correlation_id text, causation_id text, fingerprint bytea,
      traceparent text default null
    ) returns table (first_position bigint, version int, recorded_at timestamptz)
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
    set plan_cache_mode = force_generic_plan
    set enable_seqscan = off
    as $$
    begin
      -- Read before the lock: if another append is faster, the version is not unique.
      select coalesce(max(e.version), 0) + 1 into version from event e where e.stream = ledger_append_one.stream;
      if expected <> version - 1 then
        return;
      end if;
      update ledger_head h
        set position = h.position + 1,
          recorded_at = greatest(h.recorded_at, date_trunc('milliseconds', clock_timestamp() + h.clock_offset))
        where h.only_row
        returning h.position, h.recorded_at into strict first_position, recorded_at;
      insert into event values (first_position, id, stream, version, type, schema_version, occurred, data, source, actor,
        correlation_id, causation_id, fingerprint, recorded_at, traceparent);
      perform pg_notify('jalon_ledger', first_position::text);
      return next;
    end
    $$
  `.execute(db);
  await sql`revoke execute on function ledger_append_one from public`.execute(db);
}

/** As before, except for the traces; null: of none. */
async function ledgerAppend(db: Kysely<unknown>): Promise<void> {
  await sql`
    drop function ledger_append(
      int[], uuid[], text[], bigint[], text[], int[], text[], text[], text[], text[], text[], text[], text[]
    )
  `.execute(db);
  await sql`
    create function ledger_append(
      sizes int[], ids uuid[], streams text[], expecteds bigint[], types text[], schema_versions int[], occurreds text[],
      datas text[], sources text[], actors text[], correlation_ids text[], causation_ids text[], fingerprints text[],
      traceparents text[] default null
    ) returns table (
      append int, outcome text, first_position bigint, versions int[], recorded_at timestamptz, detail jsonb
    )
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
    -- One plan per session, by index: a plan that was made while the ledger was small must not scan it when it is large.
    set plan_cache_mode = force_generic_plan
    set enable_seqscan = off
    as $$
    #variable_conflict use_column
    declare
      head bigint;
      last_recorded_at timestamptz;
      clock_offset interval;
      started_at bigint;
      now_ timestamptz(3);
      lo int;
      hi int := 0;
      found record;
      inserted int;
    begin
      select h.position, h.recorded_at, h.clock_offset into strict head, last_recorded_at, clock_offset
        from ledger_head h where h.only_row for update;
      now_ := greatest(last_recorded_at, date_trunc('milliseconds', clock_timestamp() + clock_offset));
      started_at := head;

      -- Round 0 tries the batch as one append. If it holds a loser, rounds 1 to n take each append by itself.
      for append_ in (case when cardinality(sizes) > 1 then 0 else 1 end) .. cardinality(sizes) loop
        append := append_;
        first_position := null; versions := null; recorded_at := null; detail := null;
        lo := case when append_ = 0 then 1 else hi + 1 end;
        hi := case when append_ = 0 then cardinality(ids) else hi + sizes[append_] end;
        begin
          select array_agg((standing + nth_in)::int order by nth) as versions,
            (array_agg(
              jsonb_build_object('stream', stream, 'expected', expected, 'actual', standing + nth_in - 1) order by nth
            ) filter (where expected <> standing + nth_in - 1))[1] as stale
            into found
            from (
              select a.*, row_number() over (partition by stream order by nth) as nth_in,
                coalesce((select max(e.version) from event e where e.stream = a.stream), 0) as standing
              from unnest(streams[lo:hi], expecteds[lo:hi]) with ordinality a (stream, expected, nth)
            ) asked;
          if found.stale is null then
            insert into event
              select head + a.nth, a.id, a.stream, a.version, a.type, a.schema_version, a.occurred, a.data::jsonb,
                a.source::jsonb, a.actor, a.correlation_id, a.causation_id, decode(a.fingerprint, 'hex'), now_, a.traceparent
              from unnest(ids[lo:hi], streams[lo:hi], found.versions, types[lo:hi], schema_versions[lo:hi],
                occurreds[lo:hi], datas[lo:hi], sources[lo:hi], actors[lo:hi], correlation_ids[lo:hi],
                causation_ids[lo:hi], fingerprints[lo:hi], traceparents[lo:hi]) with ordinality
                a (id, stream, version, type, schema_version, occurred, data, source, actor, correlation_id,
                  causation_id, fingerprint, traceparent, nth);
            outcome := 'recorded';
            first_position := head + 1;
            versions := found.versions;
            recorded_at := now_;
            get diagnostics inserted = row_count; -- what was inserted, not what the caller said
            head := head + inserted;
          else
            outcome := 'stale';
            detail := found.stale;
          end if;
        exception when data_exception or integrity_constraint_violation or program_limit_exceeded then
          outcome := 'unstorable';
          detail := jsonb_build_object('message', sqlerrm);
        end;

        -- A loser is judged by its ids first. A winner has none on record: they are unique.
        if outcome <> 'recorded' and append_ > 0 and exists (select from event e where e.id = any (ids[lo:hi])) then
          select asked.id as reused into found
            from unnest(ids[lo:hi], fingerprints[lo:hi]) asked (id, fingerprint) left join event e on e.id = asked.id
            where e.fingerprint is distinct from decode(asked.fingerprint, 'hex')
            limit 1;
          outcome := case when found.reused is null then 'replayed' else 'reused' end;
          detail := jsonb_build_object('id', found.reused);
        end if;

        if append_ > 0 or outcome = 'recorded' then
          return next;
        else
          hi := 0;
        end if;
        exit when append_ = 0 and outcome = 'recorded';
      end loop;

      if head > started_at then
        update ledger_head set position = head, recorded_at = now_ where only_row;
        perform pg_notify('jalon_ledger', head::text);
      end if;
    end
    $$
  `.execute(db);
  await sql`revoke execute on function ledger_append from public`.execute(db);
}
