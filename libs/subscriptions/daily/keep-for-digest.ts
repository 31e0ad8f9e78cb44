import { sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { Message } from '#notifications/message.js';

/** A change that somebody is told of in the digest of the day. */
export interface DailyChange {
  subscription: string;
  /** Of the event in the ledger. */
  position: number;
  message: Message;
}

const CHUNK = 2_000;

/** In the transaction that fans the changes out. What waits already stays as it is. */
export async function keepForDigest(tx: Transaction<Database>, changes: readonly DailyChange[]): Promise<void> {
  const json = new Map<Message, string>();
  for (const { message } of changes) if (!json.has(message)) json.set(message, JSON.stringify(message));
  for (let start = 0; start < changes.length; start += CHUNK) {
    const chunk = changes.slice(start, start + CHUNK);
    await sql`
      insert into daily_change (subscription, position, message)
      select subscription, position, message::jsonb from unnest(
        ${chunk.map(({ subscription }) => subscription)}::uuid[],
        ${chunk.map(({ position }) => position)}::bigint[],
        ${chunk.map(({ message }) => json.get(message))}::text[]
      ) as kept (subscription, position, message)
      on conflict do nothing
    `.execute(tx);
  }
}
