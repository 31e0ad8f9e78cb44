import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';

/** Rows per transaction: short enough that nobody waits for it. */
export const BATCH = 500;

/** Deletes some messages that were planned before an instant and are settled, with their attempts. @returns how many */
export const deleteOldDeliveries = (db: LedgerDatabase, before: Date): Promise<number> =>
  deleteSome(db, sql`created_at < ${before} and state in ('sent', 'failed', 'cancelled') order by created_at`);

/**
 * Deletes some messages of a subscription that was over by an instant, with their attempts. Also those that would be sent, such
 * as a confirmation request that is held because the address was suppressed meanwhile.
 *
 * @returns how many
 */
export const deleteDeliveriesOf = (db: LedgerDatabase, subscription: string, before: Date): Promise<number> =>
  deleteSome(db, sql`subscription = ${subscription} and created_at < ${before} and state <> 'claimed'`);

/** SQL condition: there are messages of a subscription. */
export const hasDeliveries = (subscription: string): RawBuilder<boolean> =>
  sql`exists (select from delivery where delivery.subscription = ${subscription})`;

async function deleteSome(db: Kysely<Database>, which: RawBuilder<unknown>): Promise<number> {
  const { numAffectedRows } = await sql`
    with old as materialized (select id from delivery where ${which} limit ${BATCH} for update skip locked),
      attempts as (delete from delivery_attempt where delivery in (select id from old)),
      mails as (delete from kept_mail where delivery in (select id from old))
    delete from delivery where id in (select id from old)
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** Deletes the rate limits of recipient domains that have not been written to since. */
export async function deleteOldMailHosts(db: LedgerDatabase, before: Date): Promise<void> {
  await sql`
    delete from mail_host where greatest(next_at, ask_at, blocked_until) < ${before}
  `.execute(db);
}

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
