import type { Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { DeliveryState } from '#database/tables/subscription.js';

/** A mail that went out, by the id of its delivery. */
export interface SentMail {
  id: string;
  subscription: string;
  state: DeliveryState;
  /** The address that it was for. */
  target: string;
}

const ID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i;

/**
 * The first name that is one of ours; of a mail that was attempted. It may be under way still, as far as the log knows: a
 * report can be faster than the record of what a server has taken, which may have been lost besides.
 */
export async function mailNamed(tx: Transaction<Database>, about: readonly string[]): Promise<SentMail | undefined> {
  for (const name of about) {
    const id = ID.exec(name)?.[0];
    if (id === undefined) continue;
    const mail = await tx
      .selectFrom('delivery')
      .innerJoin('subscription', 'subscription.id', 'delivery.subscription')
      .select(['delivery.id', 'delivery.subscription', 'delivery.state', 'subscription.target'])
      .where('delivery.id', '=', id.toLowerCase())
      .where('subscription.channel', '=', 'email')
      .where('delivery.attempts', '>', 0)
      .forUpdate('delivery')
      .executeTakeFirst();
    if (mail) return mail;
  }
  return undefined;
}
