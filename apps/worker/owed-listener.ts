import { pause } from '#concurrency/timeout.js';
import { once } from 'node:events';
import type { LedgerDatabase } from '#database/connection.js';

const BACK_MS = 1_000;

/**
 * Calls `onNews` whenever a transaction that owes somebody something commits, in any process, and after every
 * reconnection, for what was missed meanwhile. Resolves when the signal aborts.
 */
export async function listenForOwed(db: LedgerDatabase, signal: AbortSignal, onNews: () => void): Promise<void> {
  while (!signal.aborted) {
    try {
      const client = await db.dedicated('jalon worker owed');
      client.on('notification', onNews);
      client.on('error', () => undefined); // 'end' follows
      try {
        await client.query('listen jalon_owed');
        onNews();
        await once(client, 'end', { signal });
      } finally {
        await client.end();
      }
    } catch {
      // The database is away, or we are to stop: the loop says which.
    }
    await pause(BACK_MS, signal);
  }
}
