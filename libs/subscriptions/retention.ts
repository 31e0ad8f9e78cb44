import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import { CHANGES } from './planning/fan-out.js';
import { isSentAgain } from './planning/import-summaries.js';

const AT_ONCE = 100;

/** Some subscriptions that ended, or failed to be confirmed, before an instant. */
export async function endedBefore(db: LedgerDatabase, before: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from subscription where ${isOver(before)} order by id limit ${AT_ONCE}
  `.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Deletes a subscription with its address, unless it was asked to confirm again. Its deliveries and reminders must have been
 * deleted before.
 *
 * @returns how many were deleted
 */
export async function deleteSubscription(db: LedgerDatabase, id: string, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    with over as materialized (
      select id from subscription
      where id = ${id} and ${isOver(before)} 
        and not exists (select from delivery where delivery.subscription = ${id})
      for update
    ),
      changes as (delete from daily_change where subscription in (select id from over)),
      summaries as (delete from import_summary where subscription in (select id from over)),
      readings as (delete from reading_summary where subscription in (select id from over))
    delete from subscription where id in (select id from over)
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}

const isOver = (before: Date) =>
  sql`(state = 'unsubscribed' and ended_at < ${before} or confirmed_at is null and confirm_until < ${before})`;

/**
 * Deletes what was collected of readings for subscriptions that no longer take part when the fan-out comes to the reading, such
 * as those that have ended, and of readings that the ledger has lost. A reading that could not be processed yet is kept, and
 * what is collected for a subscription that is sent messages again.
 */
export async function deleteOldSummaries(db: LedgerDatabase): Promise<void> {
  await sql`
    delete from reading_summary where not exists (
      select from event where event.id = reading_summary.reading and (
        event.position > (select position from checkpoint where name = ${CHANGES.name})
        or exists (
          select from projection_failure as failure
          where failure.projection = ${CHANGES.name} and failure.stream = event.stream
        )
      )
    ) and not ${isSentAgain(sql.ref('reading_summary.subscription'))}
  `.execute(db);
}

const DAY_MS = 86_400_000;

/** What a disabled subscription keeps of the messages about events that are held for it, and of the changes for its digest. */
const HELD = { most: 10_000, days: 90 };

export async function disabledSubscriptions(db: LedgerDatabase): Promise<string[]> {
  const rows = await db.selectFrom('subscription').select('id').where('state', '=', 'disabled').execute();
  return rows.map(({ id }) => id);
}

/**
 * Drops some of what is held for a disabled subscription beyond the limits, and marks it on the subscription for its owner.
 *
 * @returns the number of messages dropped
 */
export function dropHeld(db: LedgerDatabase, id: string, now: Date, { most, days } = HELD): Promise<number> {
  const limits = { most, before: new Date(now.getTime() - days * DAY_MS) };
  return db.transaction().execute(async (tx) => {
    const held = await tx
      .selectFrom('subscription')
      .select('id')
      .where('id', '=', id)
      .where('state', '=', 'disabled')
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!held) return 0;
    const sent = await dropHeldDeliveries(tx, id, limits);
    const dropped = sent.count > 0 ? sent : await dropChanges(tx, id, limits);
    if (dropped.count === 0) return 0;
    await sql`
    update subscription set dropped = dropped + ${dropped.count}, dropped_after = least(dropped_after, ${dropped.after}),
      dropped_first = least(dropped_first, ${dropped.first}), dropped_last = greatest(dropped_last, ${dropped.last})
    where id = ${id}
  `.execute(tx);
    return dropped.count;
  });
}

async function dropChanges(
  tx: Transaction<Database>,
  id: string,
  { most, before }: { most: number; before: Date },
): Promise<Dropped> {
  const { rows } = await sql<Dropped>`
    with dropped as (
      delete from daily_change
      where subscription = ${id} and ((message ->> 'timestamp')::timestamptz < ${before} or position <= (
        select position from daily_change where subscription = ${id} order by position desc offset ${most} limit 1
      ))
      returning position, (message ->> 'timestamp')::timestamptz as at
    )
    select count(*) as count, min(position) - 1 as after, min(at) as first, max(at) as last from dropped
  `.execute(tx);
  return rows[0] ?? { count: 0, after: null, first: null, last: null };
}

/** Rows per transaction: short enough that nobody waits for it. */
const BATCH = 500;

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

interface Dropped {
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
async function dropHeldDeliveries(
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
