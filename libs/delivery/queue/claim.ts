import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { asynchronousCommit } from '#database/asynchronous-commit.js';
import type { Attempt, SubscriptionRow } from './attempt.js';
import { isOpen, isPaused } from './breaker.js';
import { giveBack } from './give-back.js';
import { leaseEnd, type Held } from './leases.js';

/** What an update that begins attempts returns, for an `Attempt`. */
export const begun = sql`
  delivery.*, case when delivery.attempts > 10 then delivery.attempts - 1 -
    (select count(*) from delivery_attempt where delivery_attempt.delivery = delivery.id) else 0 end::int as died
`;

/**
 * Begins the attempts at deliveries that were planned as claimed, save for those that were taken back since, or taken over.
 * The attempt is counted here: one that kills its process counts too. Where the endpoint is paused, disabled or goes by a
 * rate, nothing is begun: it becomes one that is planned, and goes out when its subscription's turn has come.
 */
export async function beginHeld(
  db: LedgerDatabase,
  held: readonly Held[],
  now: Date,
): Promise<(Attempt | undefined)[]> {
  const subscriptions = await subscriptionsOf(db, held);
  const may = (one: Held): boolean => {
    const subscription = subscriptions.get(one.id);
    return subscription !== undefined && mayBegin(subscription, now);
  };
  await giveBack(
    db,
    held.filter((one) => !may(one)),
  );
  const begin = held.filter(may);
  if (begin.length === 0) return [];
  const { rows } = await sql<Attempt['delivery']>`
    update delivery
    set claimed_until = ${leaseEnd}, attempts = attempts + 1, began_at = coalesce(began_at, ${now})
    from unnest(${begin.map(({ id }) => id)}::uuid[], ${begin.map(({ claim }) => claim)}::uuid[]) as held (id, claim)
    where delivery.id = held.id and delivery.claim = held.claim and ${asynchronousCommit}
    returning ${begun}
  `.execute(db);
  const deliveries = new Map(rows.map((delivery) => [delivery.claim, delivery]));
  return held.map(({ id, claim }) => {
    const [delivery, subscription] = [deliveries.get(claim), subscriptions.get(id)];
    return delivery && subscription && { delivery, subscription };
  });
}

const mayBegin = (subscription: SubscriptionRow, now: Date): boolean => {
  const health = { failures: subscription.failures, pausedUntil: subscription.paused_until };
  return (
    subscription.state === 'active' &&
    subscription.rate_per_minute === null &&
    !isPaused(health, now) &&
    !isOpen(health)
  );
};

async function subscriptionsOf(db: LedgerDatabase, held: readonly Held[]): Promise<Map<string, SubscriptionRow>> {
  const { rows } = await sql<SubscriptionRow & { of: string }>`
    select subscription.*, delivery.id as of
    from delivery join subscription on subscription.id = delivery.subscription
    where delivery.id = any(${held.map(({ id }) => id)}::uuid[])
  `.execute(db);
  return new Map(rows.map((row) => [row.of, row]));
}
