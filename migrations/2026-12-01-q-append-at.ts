import { type Kysely, sql } from 'kysely';

/**
 * Records one event if nothing has changed since a process looked at the ledger last: its head, that event, the epoch and the
 * revisions are as in `known`. Who records event after event needs no look of its own before each. If something has changed,
 * nothing is recorded; after a lost connection, the event may be on record already, and is returned.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function ledger_append_at(
      head bigint, known jsonb, id uuid, stream text, expected bigint, type text, schema_version int, occurred text,
      data jsonb, source jsonb, actor text, correlation_id text, causation_id text, fingerprint bytea, traceparent text
    ) returns table (first_position bigint, version int, recorded_at timestamptz)
    language plpgsql volatile security definer
    set search_path = pg_catalog, public, pg_temp
    set plan_cache_mode = force_generic_plan
    set enable_seqscan = off
    as $$
    #variable_conflict use_column
    begin
      perform from ledger_head h where h.only_row and h.position = head for update;
      if found and known = jsonb_build_object(
        'last', (select e.id from event e where e.position = head),
        'epoch', (select max(l.epoch) from ledger_epoch l),
        'revisions', (select jsonb_object_agg(r.name, r.number) from revision r)
      ) then
        return query select * from ledger_append_one(ledger_append_at.id, ledger_append_at.stream, expected,
          ledger_append_at.type, ledger_append_at.schema_version, ledger_append_at.occurred, ledger_append_at.data,
          ledger_append_at.source, ledger_append_at.actor, ledger_append_at.correlation_id,
          ledger_append_at.causation_id, ledger_append_at.fingerprint, ledger_append_at.traceparent);
      else
        return query select e.position, e.version, e.recorded_at from event e where e.id = ledger_append_at.id;
      end if;
    end
    $$
  `.execute(db);
  await sql`revoke execute on function ledger_append_at from public`.execute(db);
}
