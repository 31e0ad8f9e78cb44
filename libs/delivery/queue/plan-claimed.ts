import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { leaseEnd, type Held } from './leases.js';
import { deliveryId, type PlannedDelivery } from './plan.js';

/**
 * Plans deliveries that are to go out now, already claimed by the caller, who passes them to `attemptAll` of `Deliveries`
 * once the transaction has committed: they make no second trip through a queue. `attempts` stays 0 until one is begun, and
 * until then it can be taken back like one that is planned. A crash leaves claims, which lapse. The commit waits for the
 * disk: were it forgotten when PostgreSQL crashes, what has gone out would be planned still, and would go out again in other
 * words or company.
 *
 * @returns those that are the caller's: not planned before, or planned and cancelled
 */
export async function planClaimed(
  tx: Transaction<Database>,
  deliveries: readonly PlannedDelivery[],
  now: Date,
): Promise<Held[]> {
  const ids = deliveries.map(({ cause, subscription }) => deliveryId(cause, subscription));
  const { rows } = await sql<Held>`
    insert into delivery
      (id, cause, subscription, message_id, message, state, next_attempt_at, created_at, claim, claimed_until)
    select id, cause, subscription, id, message::jsonb, 'claimed', ${now}, ${now}, claim, ${leaseEnd}
    from unnest(
      ${ids}::uuid[],
      ${deliveries.map(({ cause }) => cause)}::text[],
      ${deliveries.map(({ subscription }) => subscription)}::uuid[],
      ${deliveries.map(({ message }) => JSON.stringify(message))}::text[],
      ${deliveries.map(() => randomUUID())}::uuid[]
    ) as wanted (id, cause, subscription, message, claim)
    on conflict (id) do update
      set state = 'claimed', message = excluded.message, next_attempt_at = excluded.next_attempt_at,
        claim = excluded.claim, claimed_until = excluded.claimed_until,
        attempts = 0, began_at = null, last_error = null, response_code = null
      where delivery.state = 'cancelled'
    returning id, claim
  `.execute(tx);
  return rows;
}
