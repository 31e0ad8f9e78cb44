import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';

const pollMs = 15;

/** The position up to which a projection has followed the ledger; 0 before it has begun. */
export async function followedTo(
  db: Kysely<Database>,
  { name, version }: { name: string; version: number },
): Promise<number> {
  const row = await db
    .selectFrom('checkpoint')
    .select('position')
    .where('name', '=', name)
    .where('version', '=', version)
    .executeTakeFirst();
  return row?.position ?? 0;
}

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
    if ((await followedTo(db, projection)) >= position) return true;
    if (performance.now() + pollMs > deadline) return false;
    await sleep(pollMs);
  }
}
