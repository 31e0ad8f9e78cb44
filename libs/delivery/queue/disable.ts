import type { Reason } from '#language/phrases.js';
import { sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { DisabledBecause } from '#database/tables/subscription.js';
import type { Message } from '#notifications/message.js';
import type { SubscriptionRow } from '../recipient.js';
import { planDeliveries } from '../planned-deliveries.js';

/**
 * Disables a pending or active subscription: its deliveries are held until it is enabled, and its owner is notified.
 *
 * @returns false if the subscription was disabled or ended already
 */
export async function disable(
  tx: Transaction<Database>,
  id: string,
  because: DisabledBecause,
  at: Date,
): Promise<boolean> {
  const row = await tx
    .updateTable('subscription')
    .set({ state: 'disabled', disabled_because: because, ended_at: at, ...NOTHING_DROPPED })
    .where('id', '=', id)
    .where('state', 'in', ['pending', 'active'])
    .returningAll()
    .executeTakeFirst();
  if (!row) return false;
  await notifyOwners(tx, row, at, (details) => ({
    cause: `disabled:${id}:${at.getTime()}`,
    type: 'subscription.disabled',
    data: { subscription: id, target: row.target, because, at: at.toISOString(), ...details },
  }));
  return true;
}

const NOTHING_DROPPED = { dropped: 0, dropped_after: null, dropped_first: null, dropped_last: null };

/** Notifies the owner that a subscription fails. */
type Trouble = Extract<Message, { type: 'subscription.failing' | 'subscription.disabled' }>;

interface FailureDetails {
  /** Error of the last failed attempt. */
  lastError: string | null;
  lastReason: Reason | null;
  /** Number of pending deliveries. */
  owed: number;
}

/**
 * Notifies the owner of a subscription through all their active email subscriptions, whatever the filters: no other address
 * of the owner is known. Each cause is notified once.
 */
async function notifyOwners(
  tx: Transaction<Database>,
  { id, created_by, target }: Pick<SubscriptionRow, 'id' | 'created_by' | 'target'>,
  now: Date,
  messageOf: (details: FailureDetails) => Pick<Trouble, 'type' | 'data'> & { cause: string },
): Promise<void> {
  const owners = await tx
    .selectFrom('subscription')
    .select('id')
    .where('created_by', '=', created_by)
    .where('channel', '=', 'email')
    .where('state', '=', 'active')
    .where((eb) => eb.fn('lower', ['target']), '<>', target.toLowerCase()) // not the failing address itself
    .execute();
  if (owners.length === 0) return;
  const { cause, type, data } = messageOf(await failureDetails(tx, id));
  const message = { type, timestamp: now.toISOString(), data } as Trouble;
  await planDeliveries(
    tx,
    owners.map((owner) => ({ cause, subscription: owner.id, message })),
    now,
  );
}

async function failureDetails(tx: Transaction<Database>, subscription: string): Promise<FailureDetails> {
  const owed = await tx
    .selectFrom('delivery')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('subscription', '=', subscription)
    .where('state', 'in', ['planned', 'claimed'])
    .executeTakeFirstOrThrow();
  const last = await tx
    .selectFrom('delivery_attempt')
    .innerJoin('delivery', 'delivery.id', 'delivery_attempt.delivery')
    .select(['error', 'reason'])
    .where('delivery.subscription', '=', subscription)
    .where('state', 'in', ['planned', 'claimed', 'failed'])
    .where('error', 'is not', null)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { owed: owed.count, lastError: last?.error ?? null, lastReason: last?.reason ?? null };
}

/** Notifies the owner at once, and once until a message is accepted, that webhooks may not connect to the address of an endpoint. */
export async function reportBlocked(tx: Transaction<Database>, id: string, at: Date): Promise<void> {
  const row = await tx.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const { failing_since: since } = row;
  if (since) await notifyFailing(tx, row, { since, hours: 0, now: at });
}

const HOUR = 3_600_000;

/** Hours of failing after which the owner is notified; after the last, the subscription is disabled. */
const STEPS = [24, 48, 72];
const [FIRST_STEP, LAST_STEP] = [Math.min(...STEPS), Math.max(...STEPS)];

/**
 * Notifies the owners of endpoints that have been failing for one and two days, and disables those that have for three. An
 * endpoint counts as failing only while a failed delivery is being retried; otherwise its failures are reset.
 */
export async function watchFailing(db: LedgerDatabase, now: Date): Promise<void> {
  const failing = await db
    .selectFrom('subscription')
    .select(['id', 'failing_since', 'warned_hours'])
    .where('failing_since', '<=', new Date(now.getTime() - FIRST_STEP * HOUR))
    .where('state', '=', 'active')
    .orderBy('id')
    .execute();
  for (const row of failing)
    if (stepDue(row, now) !== undefined) await db.transaction().execute((tx) => watch(tx, row.id, now));
}

/** The latest step reached that has not been handled yet, in hours. */
function stepDue(row: Pick<SubscriptionRow, 'failing_since' | 'warned_hours'>, now: Date): number | undefined {
  if (!row.failing_since) return undefined;
  const hours = (now.getTime() - row.failing_since.getTime()) / HOUR;
  return STEPS.findLast((step) => step <= hours && step > row.warned_hours);
}

async function watch(tx: Transaction<Database>, id: string, now: Date): Promise<void> {
  const row = await tx
    .selectFrom('subscription')
    .selectAll()
    .where('id', '=', id)
    .where('state', '=', 'active')
    .forNoKeyUpdate()
    .executeTakeFirst();
  const hours = row && stepDue(row, now);
  if (!row?.failing_since || hours === undefined) return;
  if (!(await isRetrying(tx, id))) await resetFailures(tx, id);
  else if (hours === LAST_STEP) await disable(tx, id, 'failing', now);
  else {
    await notifyFailing(tx, row, { since: row.failing_since, hours, now });
    await tx.updateTable('subscription').set({ warned_hours: hours }).where('id', '=', id).execute();
  }
}

async function notifyFailing(
  tx: Transaction<Database>,
  row: SubscriptionRow,
  { since, hours, now }: { since: Date; hours: number; now: Date },
): Promise<void> {
  await notifyOwners(tx, row, now, (details) => ({
    cause: `failing:${row.id}:${since.getTime()}:${hours}`,
    type: 'subscription.failing',
    data: { subscription: row.id, target: row.target, hours, since: since.toISOString(), ...details },
  }));
}

async function isRetrying(tx: Transaction<Database>, id: string): Promise<boolean> {
  const { rows } = await sql<{ tried: boolean }>`
    select exists (
      select from delivery where subscription = ${id} and state in ('planned', 'claimed') and attempts > 0
    ) as tried
  `.execute(tx);
  return rows[0]?.tried === true;
}

async function resetFailures(tx: Transaction<Database>, id: string): Promise<void> {
  await tx
    .updateTable('subscription')
    .set({ failures: 0, failing_since: null, failing_reason: null, warned_hours: 0, paused_until: null })
    .where('id', '=', id)
    .execute();
}
