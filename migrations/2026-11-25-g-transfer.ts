import { sql, type Kysely } from 'kysely';

/** The one way to bring a whole ledger in, as it was elsewhere: positions, ids, versions and times included. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // The transaction that filled the empty ledger, and may go on filling it until it commits.
  await sql`alter table ledger_head add column restoring xid8`.execute(db);
  await ledgerRestore(db);
}

/**
 * Takes events as JSON texts, one per event, with the columns' names in camelCase, and their fingerprints in hex. Works while
 * the ledger is empty or was filled by this very transaction, so nobody can write into a history that others have seen: a
 * ledger with events is refused with JL001.
 *
 * Refused with the position in question as DETAIL: positions that do not go on by one (JL002), a version without the one
 * before it at an earlier position (JL003), a recorded_at before that of the position before, or more than a day ahead of
 * the ledger's clock (JL004: no later append may be recorded before it, so time would stand still). Whatever the table
 * refuses is refused as it refuses it. The lock on the head row is held to the commit, as appends hold it.
 *
 * @returns the last position
 */
async function ledgerRestore(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function ledger_restore(lines text[], fingerprints text[]) returns bigint
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
    set plan_cache_mode = force_generic_plan -- as ledger_append: planned by index, whatever the ledger's size was then
    set enable_seqscan = off
    as $$
    declare
      head record;
      latest timestamptz;
      wrong bigint;
      last_recorded_at timestamptz;
    begin
      select * into strict head from ledger_head where only_row for update;
      if head.position > 0 and head.restoring is distinct from pg_current_xact_id() then
        raise exception 'the ledger holds events: only an empty one can be restored' using errcode = 'JL001';
      end if;
      if cardinality(lines) = 0 then
        return head.position;
      end if;
      latest := clock_timestamp() + head.clock_offset + interval '1 day';

      insert into event (position, id, stream, version, type, schema_version, occurred, data, source, actor,
          correlation_id, causation_id, fingerprint, recorded_at)
        select l.position, l.id, l.stream, l.version, l.type, l."schemaVersion", l.occurred, l.data, l.source, l.actor,
          l."correlationId", l."causationId", decode(a.fingerprint, 'hex'), l."recordedAt"
        from unnest(lines, fingerprints) as a (line, fingerprint)
        cross join lateral jsonb_to_record(a.line::jsonb) as l (position bigint, id uuid, stream text, version int,
          type text, "schemaVersion" int, occurred text, data jsonb, source jsonb, actor text, "correlationId" text,
          "causationId" text, "recordedAt" timestamptz(3));

      -- Positions are unique: as many as there are lines, in a stretch of that length, leave no gap.
      select e.position into wrong from event e
        where e.position > head.position + cardinality(lines) order by e.position desc limit 1;
      if wrong is null and (select count(*) from event e where e.position > head.position) <> cardinality(lines) then
        wrong := head.position + 1;
      end if;
      if wrong is not null then
        raise exception 'positions do not go on by one' using errcode = 'JL002', detail = wrong;
      end if;

      -- With (stream, version) unique, a predecessor for each makes every stream dense and in the ledger's order. As a
      -- scalar: "not exists" becomes a join over the whole table while its statistics say that it is empty.
      select e.position into wrong from event e
        where e.position > head.position and e.version > 1 and coalesce((
          select b.position from event b where b.stream = e.stream and b.version = e.version - 1), e.position) >= e.position
        order by e.position limit 1;
      if wrong is not null then
        raise exception 'the version before it is not there' using errcode = 'JL003', detail = wrong;
      end if;

      select e.position into wrong
        from (
          select position, recorded_at, coalesce(lag(recorded_at) over (order by position), head.recorded_at) as before
          from event where position > head.position
        ) e
        where e.recorded_at < e.before or e.recorded_at > latest or not isfinite(e.recorded_at)
        order by e.position limit 1;
      if wrong is not null then
        raise exception 'recorded before the position before, or in the future' using errcode = 'JL004', detail = wrong;
      end if;

      select recorded_at into strict last_recorded_at from event where position = head.position + cardinality(lines);
      update ledger_head set position = head.position + cardinality(lines), recorded_at = last_recorded_at,
        restoring = pg_current_xact_id() where only_row;
      perform pg_notify('jalon_ledger', 'restored'); -- equal ones are one: followers wake once, at the commit
      return head.position + cardinality(lines);
    end
    $$
  `.execute(db);
  await sql`revoke execute on function ledger_restore from public`.execute(db);
}
