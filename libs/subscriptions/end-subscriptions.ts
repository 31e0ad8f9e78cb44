import type { Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import type { SubscriptionState } from '#database/tables/subscription.js';
import { cancelPlanned } from './sending/delivery-states.js';

/** A subscription that receives messages, or will once it is confirmed or resumed. */
interface OwnedSubscription {
  id: string;
  channel: 'email' | 'webhook';
  target: string;
  state: SubscriptionState;
}

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
