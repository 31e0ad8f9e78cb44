import type { LedgerDatabase } from '#database/connection.js';
import { uuidOf } from '#event-store/encoding.js';
import { type Confirmed, insertConfirmed } from '#test/confirmed-subscriptions.js';
import { CONFIRMED, SECRET } from './today.js';

export type Subscriber = Pick<Confirmed, 'channel' | 'target' | 'filter'>;

/** Subscribers as they are once they have confirmed, of ten owners, one in two English. */
export async function subscribe(
  db: LedgerDatabase,
  subscribers: readonly Subscriber[],
  confirmedAt = CONFIRMED,
): Promise<void> {
  const confirmed = subscribers.map((subscriber, index): Confirmed => ({
    ...subscriber,
    id: uuidOf('bench subscriber', confirmedAt.toISOString(), String(index)),
    language: index % 2 === 0 ? 'fr' : 'en',
    owner: `key:${index % 10} bench`,
  }));
  await insertConfirmed(db, confirmed, { at: confirmedAt, since: 0, secret: SECRET });
}
