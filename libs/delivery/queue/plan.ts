import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { uuidOf } from '#event-store/encoding.js';
import type { Message } from '#notifications/message.js';
import { type Held, leaseEnd } from './leases.js';

export interface PlannedDelivery {
  /** What it is owed for; see `DeliveryTable`. */
  cause: string;
  subscription: string;
  message: Message;
  /** Not before then; absent: at once. */
  fireAt?: Date;
  /** For a redelivery: the `webhook-id` it had. */
  messageId?: string;
}

/** The id follows from cause and subscription, so a delivery is the same one however often it is planned. */
export const deliveryId = (cause: string, subscription: string): string => uuidOf('delivery', cause, subscription);

const CHUNK = 2_000;

/** What an ordered subscription is told of one after the other: changes, by the provider that they are about. */
const laneOf = (message: Message): string | null =>
  message.type === 'event.recorded' ? (message.data.provider?.id ?? null) : null;

/** What is planned already stays as it is, whatever became of it. @returns how many were not planned before */
export async function planDeliveries(
  tx: Transaction<Database>,
  deliveries: readonly PlannedDelivery[],
  now: Date,
): Promise<number> {
  let planned = 0;
  for (let start = 0; start < deliveries.length; start += CHUNK)
    planned += await planChunk(tx, deliveries.slice(start, start + CHUNK), now);
  return planned;
}

async function planChunk(
  tx: Transaction<Database>,
  deliveries: readonly PlannedDelivery[],
  now: Date,
): Promise<number> {
  const ids = deliveries.map(({ cause, subscription }) => deliveryId(cause, subscription));
  const messages = new Map<Message, number>(); // what many are told is sent there once, and parsed once
  for (const { message } of deliveries) if (!messages.has(message)) messages.set(message, messages.size + 1);
  const { numAffectedRows } = await sql`
    with said as materialized (
      select message::jsonb, nth
      from unnest(${[...messages.keys()].map((message) => JSON.stringify(message))}::text[])
        with ordinality as said (message, nth)
    )
    insert into delivery (id, cause, subscription, message_id, message, lane, state, next_attempt_at, created_at)
    select id, cause, subscription, message_id, said.message, lane, 'planned', fire_at, ${now}
    from unnest(
      ${ids}::uuid[],
      ${deliveries.map(({ cause }) => cause)}::text[],
      ${deliveries.map(({ subscription }) => subscription)}::uuid[],
      ${deliveries.map(({ messageId }, index) => messageId ?? ids[index])}::uuid[],
      ${deliveries.map(({ message }) => messages.get(message))}::int[],
      ${deliveries.map(({ message }) => laneOf(message))}::uuid[],
      ${deliveries.map(({ fireAt }) => (fireAt ?? now).toISOString())}::timestamptz[]
    ) with ordinality as wanted (id, cause, subscription, message_id, message, lane, fire_at, nth)
    join said on said.nth = wanted.message
    order by wanted.nth
    on conflict do nothing
  `.execute(tx);
  return Number(numAffectedRows ?? 0);
}

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
        attempts = 0, began_at = null, last_error = null, last_reason = null, response_code = null
      where delivery.state = 'cancelled'
    returning id, claim
  `.execute(tx);
  return rows;
}
