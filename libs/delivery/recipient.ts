import type { Kysely, Selectable } from 'kysely';
import type { Database } from '#database/tables.js';
import type { DeliveryTable, SubscriptionTable } from '#database/tables/subscription.js';
import { refuse } from '#domain/refusal.js';
import type { Message } from '#notifications/message.js';

/** Whose subscriptions one may see and change: those of one maker, or everybody's. */
export type SubscriptionScope = { owner: string } | 'all';

const unknownSubscription = (id: string) =>
  refuse('unknown-subscription', 'id', 'subscription-not-found', { subscription: id });

/**
 * Somebody else's subscription looks like none. In a transaction it may be locked, so that what is decided on it holds.
 *
 * @throws Refusal unknown-subscription
 */
export async function findSubscription(
  db: Kysely<Database>,
  id: string,
  scope: SubscriptionScope,
  options: { lock?: boolean } = {},
): Promise<SubscriptionRow> {
  let query = db.selectFrom('subscription').selectAll().where('id', '=', id);
  if (scope !== 'all') query = query.where('created_by', '=', scope.owner);
  if (options.lock) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  if (!row) throw unknownSubscription(id);
  return row;
}

/** @throws Refusal subscription-unfit */
export function assertActive({ state }: SubscriptionRow): void {
  if (state !== 'active') throw refuse('subscription-unfit', 'id', 'subscription-not-active', { state });
}

export type SubscriptionRow = Selectable<SubscriptionTable>;

/** A delivery that this process has claimed, and whom it is for. */
export interface Attempt {
  delivery: Omit<Selectable<DeliveryTable>, 'message' | 'claim' | 'began_at'> & {
    message: Message;
    claim: string;
    began_at: Date;
    /** How many attempts before this one began and left no word of their end; not counted below ten. */
    died: number;
  };
  subscription: SubscriptionRow;
}
