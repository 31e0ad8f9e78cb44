import { randomUUID } from 'node:crypto';
import { sql, type RawBuilder, type Selectable } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { DeliveryTable } from '#database/tables/subscription.js';
import { unhurried } from '#database/unhurried.js';
import type { Attempt } from './attempt.js';
import { leaseEnd, type Held } from './leases.js';

/**
 * Takes those of the deliveries that are due, or whose claim has died, each for the length of a lease. Nobody else gets
 * them meanwhile. The attempt is counted here: one that kills its process counts too.
 */
export function claim(db: LedgerDatabase, ids: readonly string[], now: Date): Promise<(Attempt | undefined)[]> {
  const held = ids.map((id) => ({ id, claim: randomUUID() }));
  const isFree = sql`(
    delivery.state = 'planned' and next_attempt_at <= ${now}
    or delivery.state = 'claimed' and claimed_until <= clock_timestamp()
  )`;
  return begin(db, held, isFree);
}

/** Begins the attempts at deliveries that were planned as claimed, save for those that were taken back since, or taken over. */
export const beginHeld = (db: LedgerDatabase, held: readonly Held[]): Promise<(Attempt | undefined)[]> =>
  begin(db, held, sql`delivery.claim = held.claim`);

async function begin(
  db: LedgerDatabase,
  held: readonly Held[],
  which: RawBuilder<unknown>,
): Promise<(Attempt | undefined)[]> {
  const { rows } = await sql<Selectable<DeliveryTable>>`
    update delivery
    set state = 'claimed', claim = held.claim, claimed_until = ${leaseEnd}, attempts = attempts + 1
    from unnest(${held.map(({ id }) => id)}::uuid[], ${held.map(({ claim }) => claim)}::uuid[]) as held (id, claim)
    where delivery.id = held.id and ${which} and ${unhurried}
    returning delivery.*
  `.execute(db);
  if (rows.length === 0) return [];
  const subscribers = await db
    .selectFrom('subscription')
    .selectAll()
    .where('id', 'in', [...new Set(rows.map(({ subscription }) => subscription))])
    .execute();
  const begun = new Map(rows.map((delivery) => [delivery.claim, delivery as Attempt['delivery']]));
  const subscriptions = new Map(subscribers.map((subscription) => [subscription.id, subscription]));
  return held.map(({ claim: token }) => {
    const delivery = begun.get(token);
    const subscription = delivery && subscriptions.get(delivery.subscription);
    return subscription && { delivery, subscription };
  });
}
