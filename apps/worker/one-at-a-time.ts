import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';

const LOOK_MS = 100;

/**
 * Runs `work` while nobody else runs work of that name; others wait, and do without it once their signal aborts. The lock
 * belongs to a connection that is kept out of the pool meanwhile: a process that dies releases it, and so does a connection
 * that is lost, though the work goes on. It must bear company.
 */
export const oneAtATime = (
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
      await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
    try {
      await work();
    } finally {
      await sql`select pg_advisory_unlock(hashtext(${name}))`.execute(session);
    }
  });
