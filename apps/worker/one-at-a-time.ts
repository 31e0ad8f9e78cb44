import { sql } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';

/**
 * Runs `work` while no other process runs work of that name; others wait. The lock belongs to a session of its own: a
 * process that dies releases it.
 */
export const oneAtATime = (db: LedgerDatabase, name: string, work: () => Promise<void>): Promise<void> =>
  db.connection().execute(async (session) => {
    await sql`select pg_advisory_lock(hashtext(${name}))`.execute(session);
    try {
      await work();
    } finally {
      await sql`select pg_advisory_unlock(hashtext(${name}))`.execute(session);
    }
  });
