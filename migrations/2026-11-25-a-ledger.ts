import { sql, type Kysely } from 'kysely';

/** The ledger: its events, where it ends, how far each projection has followed it, and the one way to append. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table event (
      position bigint primary key check (position > 0),
      id uuid not null unique,
      stream text not null check (stream <> ''),
      version int not null check (version > 0),
      type text not null check (type <> ''),
      schema_version int not null check (schema_version > 0),
      occurred text,
      data jsonb not null check (jsonb_typeof(data) = 'object'),
      source jsonb check (jsonb_typeof(source) = 'object'),
      actor text not null,
      correlation_id text,
      causation_id text,
      fingerprint bytea not null check (octet_length(fingerprint) = 32),
      recorded_at timestamptz(3) not null,
      unique (stream, version)
    )
  `.execute(db);
  await refuseRewriting(db);
  await sql`
    create table ledger_head (
      only_row boolean primary key default true check (only_row),
      position bigint not null default 0,
      recorded_at timestamptz(3) not null default '-infinity',
      clock_offset interval not null default '0'
    ) with (fillfactor = 10)
  `.execute(db); // rewritten by every batch: room for many versions in one page
  await sql`insert into ledger_head default values`.execute(db);
  await sql`
    create table checkpoint (
      name text not null,
      version int not null,
      position bigint not null check (position >= 0),
      primary key (name, version)
    )
  `.execute(db);
  await ledgerAppend(db);
}

/** Grants keep the app from rewriting; triggers keep the owner and superusers from doing it by mistake. */
async function refuseRewriting(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function event_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'the ledger is append-only: % on event is refused', tg_op
        using errcode = 'insufficient_privilege', hint = 'Record a correction or a retraction instead.';
    end
    $$
  `.execute(db);
  await sql`
    create trigger event_is_append_only before update or delete or truncate on event
      for each statement execute function event_is_append_only()
  `.execute(db);
  await sql`alter table event enable always trigger event_is_append_only`.execute(db);
}

/**
 * Takes a batch of appends as parallel arrays, one element per event; `sizes` says how many events each append has.
 * Answers one row for append 0, the whole batch, when all of it went in; else one row per append, 1 to n:
 *
 * - recorded: first_position (the others follow without a gap), versions, recorded_at
 * - replayed: every id is on record with the same fingerprint
 * - reused (id): an id is on record with another fingerprint, or only some of the append's ids are
 * - stale (stream, expected, actual): the stream does not stand at the expected version
 * - unstorable (message): a value cannot be stored
 *
 * The lock on the head row, taken first and held to the commit, makes the order of positions the order of commits. All
 * events of a call have one recorded_at, never earlier than the one before.
 */
async function ledgerAppend(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function ledger_append(
      sizes int[], ids uuid[], streams text[], expecteds bigint[], types text[], schema_versions int[], occurreds text[],
      datas text[], sources text[], actors text[], correlation_ids text[], causation_ids text[], fingerprints text[]
    ) returns table (
      append int, outcome text, first_position bigint, versions int[], recorded_at timestamptz, detail jsonb
    )
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
    -- One plan per session, by index: planning a lone append takes longer than running it, and a plan that was made while
    -- the ledger was small must not scan it when it is large.
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
          with asked as (
            select * from unnest(streams[lo:hi], expecteds[lo:hi]) with ordinality a (stream, expected, nth)
          ), standing as materialized (
            select s.stream, coalesce((select max(e.version) from event e where e.stream = s.stream), 0) as version
            from (select distinct stream from asked) s
          ), placed as (
            select asked.*, (standing.version + row_number() over (partition by asked.stream order by nth))::int as version
            from asked join standing on standing.stream = asked.stream
          )
          select array_agg(placed.version order by nth) as versions,
            (array_agg(jsonb_build_object('stream', stream, 'expected', expected, 'actual', placed.version - 1) order by nth)
              filter (where expected <> placed.version - 1))[1] as stale
            into found from placed;
          if found.stale is null then
            insert into event
              select head + a.nth, a.id, a.stream, a.version, a.type, a.schema_version, a.occurred, a.data::jsonb,
                a.source::jsonb, a.actor, a.correlation_id, a.causation_id, decode(a.fingerprint, 'hex'), now_
              from unnest(ids[lo:hi], streams[lo:hi], found.versions, types[lo:hi], schema_versions[lo:hi],
                occurreds[lo:hi], datas[lo:hi], sources[lo:hi], actors[lo:hi], correlation_ids[lo:hi],
                causation_ids[lo:hi], fingerprints[lo:hi]) with ordinality
                a (id, stream, version, type, schema_version, occurred, data, source, actor, correlation_id,
                  causation_id, fingerprint, nth);
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
