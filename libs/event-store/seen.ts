import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerDatabase } from '#database/connection.js';

const pollMs = 15;

/**
 * Waits until a projection has followed the ledger up to `position`, so that a reader sees what it wrote.
 *
 * @returns false when the time is up first, or the projection has not started yet
 */
export async function waitUntilSeen(
  db: LedgerDatabase,
  projection: { name: string; version: number },
  position: number,
  timeoutMs: number,
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const row = await db
      .selectFrom('checkpoint')
      .select('position')
      .where('name', '=', projection.name)
      .where('version', '=', projection.version)
      .executeTakeFirst();
    if ((row?.position ?? 0) >= position) return true;
    if (performance.now() + pollMs > deadline) return false;
    await sleep(pollMs);
  }
}
