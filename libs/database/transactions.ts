import { sql, type Transaction } from 'kysely';
import { pause } from '#concurrency/timeout.js';
import type { LedgerDatabase } from './connection.js';
import type { Database } from './tables.js';

/**
 * Always true; in a condition of a statement, it turns on asynchronous commit for its transaction, which then does not wait for
 * the disk. Only for work that is repeated identically when a crash of PostgreSQL loses it. The result of a delivery
 * attempt is not: its commit is synchronous, and flushes every earlier transaction as well.
 */
export const asynchronousCommit = sql<boolean>`(select set_config('synchronous_commit', 'off', true)) = 'off'`;

/** The same, for the rest of a transaction. */
export async function commitAsynchronously(tx: Transaction<Database>): Promise<void> {
  await sql`set local synchronous_commit = off`.execute(tx);
}

const POLL_MS = 100;

/**
 * Runs `work` under a session-level advisory lock; others wait for it, and skip their work once their signal aborts. The
 * lock belongs to a connection reserved for it: it is released when the process dies, but also when the connection is
 * lost while `work` goes on. `work` must therefore tolerate a concurrent run.
 */
export const withAdvisoryLock = (
  db: LedgerDatabase,
  name: string,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> =>
  db.connection().execute(async (session) => {
    for (;;) {
      if (signal.aborted) return;
      const { rows } = await sql<{ locked: boolean }>`
        select pg_try_advisory_lock(hashtext(${name})) as locked
      `.execute(session);
      if (rows[0]?.locked === true) break;
      await pause(POLL_MS, signal);
    }
    try {
      await work();
    } finally {
      await sql`select pg_advisory_unlock(hashtext(${name}))`.execute(session);
    }
  });
