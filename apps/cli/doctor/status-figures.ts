import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';

/** Times are ISO 8601, in UTC. */
export interface Figures {
  database: { server: string; bytes: number };
  ledger: { position: number; epoch: number; recordedAt: string | null };
  projections: { name: string; position: number; behind: number }[];
  reminders: { due: number; next: string | null };
  /** `held`: of disabled subscriptions. */
  deliveries: { pending: number; due: number; held: number; failedLastDay: number };
  /** The last attempt to read each register. */
  registers: { register: string; at: string; state: string }[];
  /** The last file of jalon backup. */
  backup: { at: string; position: number; file: string | null } | null;
}

const utc = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`);

/** In one statement each; what is due is so by the time of the database and the offset of its ledger. */
export async function figuresOf(db: LedgerDatabase): Promise<Figures> {
  const one = async <T>(statement: ReturnType<typeof sql<T>>): Promise<T> => {
    const [row] = (await statement.execute(db)).rows;
    if (row === undefined) throw new Error('The ledger has no head');
    return row;
  };
  const ledger = await one(sql<Figures['ledger']>`
    select head.position, (select max(epoch) from ledger_epoch) as epoch,
      (select ${utc('recorded_at')} from event order by position desc limit 1) as "recordedAt"
    from ledger_head as head
  `);
  const { rows: projections } = await sql<Figures['projections'][number]>`
    select name, position, greatest(${ledger.position} - position, 0) as behind from checkpoint order by name
  `.execute(db);
  const { rows: registers } = await sql<Figures['registers'][number]>`
    select distinct on (register) register, ${utc('at')} as at, state from register_reading order by register, at desc
  `.execute(db);
  const { rows: backups } = await sql<NonNullable<Figures['backup']>>`
    select ${utc('at')} as at, (details ->> 'count')::bigint as position, details ->> 'file' as file
    from activity where act = 'backup-made' order by ordinal desc limit 1
  `.execute(db);
  return {
    database: await one(sql<Figures['database']>`
      select current_setting('server_version') as server, pg_database_size(current_database()) as bytes
    `),
    ledger,
    projections,
    reminders: await one(sql<Figures['reminders']>`
      select count(*) filter (where fire_at <= clock_timestamp() + clock_offset) as due, ${utc('min(fire_at)')} as next
      from ledger_head left join reminder on state in ('planned', 'claimed') group by clock_offset
    `),
    deliveries: await one(sql<Figures['deliveries']>`
      select count(*) filter (where not held) as pending,
        count(*) filter (where not held and next_attempt_at <= now_) as due,
        count(*) filter (where held) as held,
        (select count(*) from delivery where state = 'failed' and created_at > now_ - interval '1 day') as "failedLastDay"
      from (select clock_timestamp() + clock_offset as now_ from ledger_head) as time left join (
        select next_attempt_at, subscription.state = 'disabled' as held
        from delivery join subscription on subscription.id = delivery.subscription
        where delivery.state in ('planned', 'claimed')
      ) as pending on true
      group by now_
    `),
    registers,
    backup: backups[0] ?? null,
  };
}
