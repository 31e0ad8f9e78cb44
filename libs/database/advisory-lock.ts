import { sql } from 'kysely';
import { pause } from '#concurrency/timeout.js';
import type { LedgerDatabase } from './connection.js';

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
