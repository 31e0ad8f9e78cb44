import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { BATCH } from '../retention.js';

export interface Dropped {
  count: number;
  /** Position before the first event that the messages are about; `null` if nothing was dropped. */
  after: number | null;
  /** When the first and the last of them were planned. */
  first: Date | null;
  last: Date | null;
}

/**
 * Drops some messages that are held for a subscription, the oldest first: those planned before an instant, and those beyond the
 * limit. Messages with reminders stay. The caller must have locked the subscription, which is disabled.
 */
export async function dropHeldDeliveries(
  tx: Transaction<Database>,
  subscription: string,
  { most, before }: { most: number; before: Date },
): Promise<Dropped> {
  const isHeld = sql`subscription = ${subscription} and state = 'planned'
    and message ->> 'type' in ('event.recorded', 'changes.digest', 'import.summary', 'register.read')`;
  const { rows } = await sql<Dropped>`
    with beyond as materialized (
      select id from delivery where ${isHeld} and (created_at < ${before} or ordinal <= (
        select ordinal from delivery where ${isHeld} order by ordinal desc offset ${most} limit 1
      ))
      order by ordinal limit ${BATCH} for update skip locked
    ), attempts as (
      delete from delivery_attempt where delivery in (select id from beyond)
    ), dropped as (
      delete from delivery where id in (select id from beyond) returning message -> 'data' as data, created_at
    )
    select count(*) as count, min(created_at) as first, max(created_at) as last, min(coalesce(
      (data ->> 'after')::bigint, (coalesce(data -> 'changes' -> 0, data) ->> 'position')::bigint - 1
    )) as after
    from dropped
  `.execute(tx);
  return rows[0] ?? { count: 0, after: null, first: null, last: null };
}
