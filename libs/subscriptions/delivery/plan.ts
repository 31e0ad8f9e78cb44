import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import { uuidOf } from '#event-store/id.js';
import type { Message } from '../message.js';

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
  const json = new Map<Message, string>();
  for (const { message } of deliveries) if (!json.has(message)) json.set(message, JSON.stringify(message));
  const { numAffectedRows } = await sql`
    insert into delivery (id, cause, subscription, message_id, message, state, next_attempt_at, created_at)
    select id, cause, subscription, message_id, message::jsonb, 'planned', fire_at, ${now}
    from unnest(
      ${ids}::uuid[],
      ${deliveries.map(({ cause }) => cause)}::text[],
      ${deliveries.map(({ subscription }) => subscription)}::uuid[],
      ${deliveries.map(({ messageId }, index) => messageId ?? ids[index])}::uuid[],
      ${deliveries.map(({ message }) => json.get(message))}::text[],
      ${deliveries.map(({ fireAt }) => (fireAt ?? now).toISOString())}::timestamptz[]
    ) as wanted (id, cause, subscription, message_id, message, fire_at)
    on conflict do nothing
  `.execute(tx);
  return Number(numAffectedRows ?? 0);
}
