import { sql, type Kysely } from 'kysely';

/**
 * The ledger's epochs. A later one begins where the ledger may have lost events: on a promoted standby, after a restore to a
 * point in time or of a dump, in a restored ledger file. The first one has number 1, a later one the second in which it began
 * (Unix time), so that no number comes back after a rewind that has erased an epoch.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table ledger_epoch (
      epoch bigint primary key check (epoch > 0),
      -- The last position that was on record when it began: later ones of earlier epochs may have been other events.
      position bigint not null check (position >= 0),
      began_at timestamptz(3) not null,
      system_identifier bigint,
      timeline bigint,
      ledger oid not null
    )
  `.execute(db);
  // Epochs of which the webhooks have been told.
  await sql`create table announced_epoch (epoch bigint primary key)`.execute(db);
  // When the server started that was last compared with the epoch: comparing the start is cheap, comparing servers is not.
  await sql`alter table ledger_head add column server_started timestamptz`.execute(db);
  await sql`update ledger_head set restoring = null`.execute(db); // a file that was restored before begins no epoch
  await describeServer(db);
  await beginEpoch(db);
  await compareServers(db);
  await ledgerEpochs(db);
}

/** What distinguishes a server from its copies; null where a provider's PostgreSQL does not tell. */
async function describeServer(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function ledger_server(out system_identifier bigint, out timeline bigint)
    language plpgsql volatile
    set search_path = pg_catalog, public, pg_temp
    as $$
    begin
      system_identifier := (select c.system_identifier from pg_control_system() c);
      timeline := ('x' || lpad(left(pg_walfile_name(pg_current_wal_insert_lsn()), 8), 16, '0'))::bit(64)::bigint;
    exception when feature_not_supported or insufficient_privilege or undefined_function then
      null;
    end
    $$
  `.execute(db);
}

/** Begins an epoch at the head of the ledger. The first call begins the first epoch, at position 0. */
async function beginEpoch(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function ledger_begin_epoch() returns bigint
    language sql volatile security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
      insert into ledger_epoch (epoch, position, began_at, system_identifier, timeline, ledger)
      select
        case when last is null then 1 else greatest(last + 1, floor(extract(epoch from clock_timestamp()))::bigint) end,
        case when last is null then 0 else head.position end,
        clock_timestamp() + head.clock_offset,
        server.system_identifier,
        server.timeline,
        head.tableoid
      from ledger_head head, ledger_server() server, (select max(epoch) as last from ledger_epoch) epochs
      returning epoch
    $$
  `.execute(db);
}

/**
 * Every append advances the head: the first one on another server, or after a ledger file was restored, begins the epoch
 * before it, whether or not a process has noticed. A table that was loaded from a dump has another oid, on the same server, too.
 */
async function compareServers(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function ledger_compare_server() returns trigger
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
    declare
      last ledger_epoch;
      server record;
    begin
      select * into last from ledger_epoch order by epoch desc limit 1;
      select * into strict server from ledger_server();
      if last is null
        or last.system_identifier is distinct from server.system_identifier
        or last.timeline is distinct from server.timeline
        or last.ledger <> tg_relid
        or old.restoring <> pg_current_xact_id()
      then
        perform ledger_begin_epoch();
        new.restoring := nullif(new.restoring, old.restoring);
      end if;
      new.server_started := pg_postmaster_start_time();
      return new;
    end
    $$
  `.execute(db);
  await sql`
    create trigger ledger_compare_server before update on ledger_head for each row
      when (old.server_started is distinct from pg_postmaster_start_time()
        or new.server_started is distinct from pg_postmaster_start_time()
        or old.restoring <> pg_current_xact_id())
      execute function ledger_compare_server()
  `.execute(db);
}

/** The epochs, once the server has been compared with the last one. Writes nothing on a read-only server. */
async function ledgerEpochs(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function ledger_epochs() returns table (epoch bigint, "position" bigint)
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
    begin
      if not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off' then
        begin
          -- Whoever holds the row appends, and compares by that.
          perform from ledger_head h
            where h.server_started is distinct from pg_postmaster_start_time()
              or h.tableoid is distinct from (select e.ledger from ledger_epoch e order by e.epoch desc limit 1)
            for update skip locked;
          if found then
            update ledger_head set server_started = null;
          end if;
        exception when others then -- such as a full disk: reading goes on
          raise log 'the epoch of the ledger was not compared: %', sqlerrm;
        end;
      end if;
      return query select e.epoch, e.position from ledger_epoch e order by e.epoch;
    end
    $$
  `.execute(db);
  await sql`revoke execute on function ledger_server, ledger_begin_epoch, ledger_compare_server, ledger_epochs from public`.execute(
    db,
  );
}
