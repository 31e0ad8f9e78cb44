import type { Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { Message } from '#notifications/message.js';
import type { SubscriptionRow } from './attempt.js';
import { planDeliveries } from './plan.js';

/** What its owner is told of a subscription that does not take what it is sent. */
type Trouble = Extract<Message, { type: 'subscription.failing' | 'subscription.disabled' }>;

interface Said {
  /** Of the last attempt that failed. */
  lastError: string | null;
  /** How many messages wait. */
  owed: number;
}

/**
 * Tells the owner of a subscription by mail: wherever they let themselves be mailed, whatever the filter there, for that is
 * the only address that is known of them. Nobody is told twice of one cause.
 */
export async function tellOwners(
  tx: Transaction<Database>,
  { id, created_by, target }: Pick<SubscriptionRow, 'id' | 'created_by' | 'target'>,
  now: Date,
  saying: (said: Said) => Pick<Trouble, 'type' | 'data'> & { cause: string },
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
  const { cause, type, data } = saying(await saidOf(tx, id));
  const message = { type, timestamp: now.toISOString(), data } as Trouble;
  await planDeliveries(
    tx,
    owners.map((owner) => ({ cause, subscription: owner.id, message })),
    now,
  );
}

async function saidOf(tx: Transaction<Database>, subscription: string): Promise<Said> {
  const owed = await tx
    .selectFrom('delivery')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('subscription', '=', subscription)
    .where('state', 'in', ['planned', 'claimed'])
    .executeTakeFirstOrThrow();
  const last = await tx
    .selectFrom('delivery_attempt')
    .innerJoin('delivery', 'delivery.id', 'delivery_attempt.delivery')
    .select('error')
    .where('subscription', '=', subscription)
    .where('state', 'in', ['planned', 'claimed', 'failed'])
    .where('error', 'is not', null)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { owed: owed.count, lastError: last?.error ?? null };
}
