import type { Reason } from '#language/phrases.js';
import { sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { DisabledBecause } from '#database/tables/subscription.js';
import type { Message } from '#notifications/message.js';
import type { SubscriptionRow } from '../recipient.js';
import { planDeliveries } from '../planned-deliveries.js';

/**
 * Sends a subscription nothing more, until somebody enables it; what is owed to it, and what comes up meanwhile, is held. Its
 * owner is told. One that is disabled already, or was ended, stays as it is.
 *
 * @returns whether it was disabled
 */
export async function disable(
  tx: Transaction<Database>,
  id: string,
  because: DisabledBecause,
  at: Date,
): Promise<boolean> {
  const row = await tx
    .updateTable('subscription')
    .set({ state: 'disabled', disabled_because: because, ended_at: at })
    .where('id', '=', id)
    .where('state', 'in', ['pending', 'active'])
    .returningAll()
    .executeTakeFirst();
  if (!row) return false;
  await tellOwners(tx, row, at, (said) => ({
    cause: `disabled:${id}:${at.getTime()}`,
    type: 'subscription.disabled',
    data: { subscription: id, target: row.target, because, at: at.toISOString(), ...said },
  }));
  return true;
}

/** What its owner is told of a subscription that does not take what it is sent. */
type Trouble = Extract<Message, { type: 'subscription.failing' | 'subscription.disabled' }>;

interface FailureDetails {
  /** Of the last attempt that failed. */
  lastError: string | null;
  lastReason: Reason | null;
  /** How many messages wait. */
  owed: number;
}

/**
 * Tells the owner of a subscription by mail: wherever they let themselves be mailed, whatever the filter there, for that is
 * the only address that is known of them. Nobody is told twice of one cause.
 */
async function tellOwners(
  tx: Transaction<Database>,
  { id, created_by, target }: Pick<SubscriptionRow, 'id' | 'created_by' | 'target'>,
  now: Date,
  saying: (said: FailureDetails) => Pick<Trouble, 'type' | 'data'> & { cause: string },
): Promise<void> {
  const owners = await tx
    .selectFrom('subscription')
    .select('id')
    .where('created_by', '=', created_by)
    .where('channel', '=', 'email')
    .where('state', '=', 'active')
    .where((eb) => eb.fn('lower', ['target']), '<>', target.toLowerCase()) // it is what takes nothing
    .execute();
  if (owners.length === 0) return;
  const { cause, type, data } = saying(await failureDetails(tx, id));
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
    .where('subscription', '=', subscription)
    .where('state', 'in', ['planned', 'claimed', 'failed'])
    .where('error', 'is not', null)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { owed: owed.count, lastError: last?.error ?? null, lastReason: last?.reason ?? null };
}

const HOUR = 3_600_000;

/** After so many hours of failing its owner is told, once each; after the last of them it is disabled. */
const STEPS = [24, 48, 72];
const [FIRST, ENOUGH] = [Math.min(...STEPS), Math.max(...STEPS)];

/**
 * Tells the owners of endpoints that have taken nothing for a day, and for two, and disables those that have for three. An
 * endpoint is failing as long as something that failed is still being tried; where nothing is any more, nobody knows, and it
 * begins anew. Between these times nothing is looked at but its row.
 */
export async function watchFailing(db: LedgerDatabase, now: Date): Promise<void> {
  const ill = await db
    .selectFrom('subscription')
    .select(['id', 'failing_since', 'warned_hours'])
    .where('failing_since', '<=', new Date(now.getTime() - FIRST * HOUR))
    .where('state', '=', 'active')
    .orderBy('id')
    .execute();
  for (const row of ill)
    if (stepDue(row, now) !== undefined) await db.transaction().execute((tx) => watch(tx, row.id, now));
}

/** How many hours it has failed for, of those that call for something that was not done yet. */
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
  if (!(await isStillTried(tx, id))) await forget(tx, id);
  else if (hours === ENOUGH) await disable(tx, id, 'failing', now);
  else await warn(tx, row, row.failing_since, hours, now);
}

async function warn(
  tx: Transaction<Database>,
  row: SubscriptionRow,
  failingSince: Date,
  hours: number,
  now: Date,
): Promise<void> {
  const since = failingSince.toISOString();
  await tellOwners(tx, row, now, (said) => ({
    cause: `failing:${row.id}:${failingSince.getTime()}:${hours}`,
    type: 'subscription.failing',
    data: { subscription: row.id, target: row.target, hours, since, ...said },
  }));
  await tx.updateTable('subscription').set({ warned_hours: hours }).where('id', '=', row.id).execute();
}

async function isStillTried(tx: Transaction<Database>, id: string): Promise<boolean> {
  const { rows } = await sql<{ tried: boolean }>`
    select exists (
      select from delivery where subscription = ${id} and state in ('planned', 'claimed') and attempts > 0
    ) as tried
  `.execute(tx);
  return rows[0]?.tried === true;
}

async function forget(tx: Transaction<Database>, id: string): Promise<void> {
  await tx
    .updateTable('subscription')
    .set({ failures: 0, failing_since: null, warned_hours: 0, paused_until: null })
    .where('id', '=', id)
    .execute();
}
