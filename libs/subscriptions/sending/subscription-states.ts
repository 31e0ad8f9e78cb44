import { sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { DisabledBecause } from '#database/tables/subscription.js';
import type { Message } from '../messages/message.js';
import { contactOf, contacts, mailPerson } from './account-mails.js';
import { cancelPlanned } from './delivery-states.js';
import { exists, type SubscriptionRow } from './attempt.js';

/**
 * Activates a pending subscription as of the head of the ledger: it receives all events recorded later and none recorded
 * earlier.
 *
 * @returns false if the confirmation does not apply: another round, expired, or the subscription is not pending
 */
export async function activate(tx: Transaction<Database>, id: string, round: number, now: Date): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(${key})`.execute(tx);
  const { position } = await tx.selectFrom('ledger_head').select('position').executeTakeFirstOrThrow();
  const row = await tx
    .updateTable('subscription')
    .set({ state: 'active', since_position: position, confirmed_at: now, ended_at: null })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .where('confirm_round', '=', round)
    .where('confirm_until', '>', now)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

const key = sql`hashtext('jalon subscription changes')`;

/**
 * Resolves when the confirmations under way have committed or failed. A reader of subscriptions that had not waited could miss
 * one whose start position is before some of the events that it fans out, and which it would never send. Read the events first:
 * a confirmation that starts later begins after them. Confirmations do not wait for the transaction.
 */
export async function awaitConfirmations(tx: Transaction<Database>): Promise<void> {
  await sql`savepoint between_confirmations`.execute(tx);
  await sql`select pg_advisory_xact_lock_shared(${key})`.execute(tx);
  await sql`rollback to savepoint between_confirmations`.execute(tx); // releases the lock
}

/** A subscription that receives messages, or will once it is confirmed or resumed. */
type OwnedSubscription = Pick<SubscriptionRow, 'id' | 'channel' | 'target' | 'state'>;

/**
 * The subscriptions that an API key created and that have not ended, in order of creation. Revoking the key does not end them.
 *
 * @param owner its `keyReference`
 */
export const subscriptionsOf = (db: LedgerDatabase, owner: string): Promise<OwnedSubscription[]> =>
  db
    .selectFrom('subscription')
    .select(['id', 'channel', 'target', 'state'])
    .where('created_by', '=', owner)
    .where('account', 'is', null)
    .where('state', '<>', 'unsubscribed')
    .orderBy('created_at')
    .orderBy('id')
    .execute();

/** Ends them, each in a transaction of its own. Permanent and idempotent. @returns as they were before */
export async function endSubscriptionsOf(db: LedgerDatabase, owner: string, now: Date): Promise<OwnedSubscription[]> {
  const owned = await subscriptionsOf(db, owner);
  for (const { id } of owned) await db.transaction().execute((tx) => end(tx, id, now));
  return owned;
}

/** Permanent; cancels pending deliveries. Idempotent. */
export async function end(tx: Transaction<Database>, id: string, now: Date): Promise<void> {
  await tx
    .updateTable('subscription')
    .set({ state: 'unsubscribed', disabled_because: null, ended_at: now })
    .where('id', '=', id)
    .where('state', '<>', 'unsubscribed')
    .execute();
  await cancelPlanned(tx, id);
}

/** Disables a pending or active subscription: its deliveries are held until it is resumed, and its owner is notified. */
export async function disable(
  tx: Transaction<Database>,
  id: string,
  because: DisabledBecause,
  at: Date,
): Promise<void> {
  const row = await tx
    .updateTable('subscription')
    .set({ state: 'disabled', disabled_because: because, ended_at: at, ...NOTHING_DROPPED })
    .where('id', '=', id)
    .where('state', 'in', ['pending', 'active'])
    .returningAll()
    .executeTakeFirst();
  if (row) await notifyDisabled(tx, row, because, at);
}

const notifyDisabled = (tx: Transaction<Database>, row: SubscriptionRow, because: DisabledBecause, at: Date) =>
  notifyOwner(tx, row, at, {
    cause: `disabled:${row.id}:${at.getTime()}`,
    type: 'subscription.disabled',
    data: { because, at: at.toISOString() },
  });

const isUnreported = sql<boolean>`state = 'disabled' and ended_at is null`;

/** Notifies the owners of endpoints that an upgrade disabled, because what they use is no longer sent. */
async function reportUpgraded(db: LedgerDatabase, now: Date): Promise<void> {
  const unreported = await db.selectFrom('subscription').select('id').where(isUnreported).orderBy('id').execute();
  for (const { id } of unreported)
    await db.transaction().execute(async (tx) => {
      const reporting = tx.updateTable('subscription').set({ ended_at: now }).where('id', '=', id).where(isUnreported);
      const row = await reporting.returningAll().executeTakeFirst();
      if (row?.disabled_because) await notifyDisabled(tx, row, row.disabled_because, now);
    });
}

const NOTHING_DROPPED = { dropped: 0, dropped_after: null, dropped_first: null, dropped_last: null };

type Trouble = Extract<Message, { type: 'subscription.failing' | 'subscription.disabled' }>;

/** Mails the account that owns a subscription, else (a key of no account, nobody in use) all administrators, once for each cause. */
async function notifyOwner(
  tx: Transaction<Database>,
  row: SubscriptionRow,
  now: Date,
  { cause, type, data }: { cause: string; type: Trouble['type']; data: Partial<Trouble['data']> },
): Promise<void> {
  const owner = await contactOf(tx, row.created_by);
  const told = owner ? [owner] : await contacts(tx).where('role', '=', 'admin').orderBy('id').execute();
  const people = told.filter(({ email }) => email.toLowerCase() !== row.target.toLowerCase()); // not the failing address
  if (people.length === 0) return;
  const all = { subscription: row.id, ...data, ...(await failureDetails(tx, row)) };
  const message = { type, timestamp: now.toISOString(), data: all } as Trouble;
  for (const person of people) await mailPerson(tx, person, { cause, message }, now);
}

/** Where messages go, without the path of an endpoint, which may be secret, and the name of a person. */
function shortTarget({ channel, target, description }: SubscriptionRow): string {
  if (channel === 'email') return `${target.slice(0, 1)}…${target.slice(target.lastIndexOf('@'))}`;
  return `${new URL(target).host}/…${description === null ? '' : ` (${description})`}`;
}

/** The number of pending deliveries, and the last error, unless it is what a mail server answers, which names the address. */
async function failureDetails(tx: Transaction<Database>, row: SubscriptionRow) {
  const { id: subscription, channel } = row;
  const { owed } = await tx
    .selectFrom('delivery')
    .select((eb) => eb.fn.countAll<number>().as('owed'))
    .where('subscription', '=', subscription)
    .where('state', 'in', ['planned', 'claimed'])
    .executeTakeFirstOrThrow();
  const last = await tx
    .selectFrom('delivery_attempt')
    .innerJoin('delivery', 'delivery.id', 'delivery_attempt.delivery')
    .select(['error as lastError', 'reason as lastReason'])
    .where('delivery.subscription', '=', subscription)
    .where('state', 'in', ['planned', 'claimed', 'failed'])
    .where('error', 'is not', null)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const said = channel === 'email' ? undefined : last;
  return { target: shortTarget(row), owed, lastError: null, lastReason: null, ...said };
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
 * endpoint counts as failing only while a failed delivery is being retried; otherwise its failures are reset. The owners of those
 * that an upgrade disabled are notified, too.
 */
export async function watchFailing(db: LedgerDatabase, now: Date): Promise<void> {
  await reportUpgraded(db, now);
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

const NO_FAILURES = { failures: 0, failing_since: null, failing_reason: null, warned_hours: 0, paused_until: null };

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
  const retried = sql`from delivery where subscription = ${id} and state in ('planned', 'claimed') and attempts > 0`;
  const its = tx.updateTable('subscription').where('id', '=', id);
  if (!(await exists(tx, retried))) await its.set(NO_FAILURES).execute();
  else if (hours === LAST_STEP) await disable(tx, id, 'failing', now);
  else {
    await notifyFailing(tx, row, { since: row.failing_since, hours, now });
    await its.set({ warned_hours: hours }).execute();
  }
}

async function notifyFailing(
  tx: Transaction<Database>,
  row: SubscriptionRow,
  { since, hours, now }: { since: Date; hours: number; now: Date },
): Promise<void> {
  await notifyOwner(tx, row, now, {
    cause: `failing:${row.id}:${since.getTime()}:${hours}`,
    type: 'subscription.failing',
    data: { hours, since: since.toISOString() },
  });
}
