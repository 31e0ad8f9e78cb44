import { sql, type Transaction } from 'kysely';
import type { LedgerDatabase } from '#database/connection.js';
import { isLockTimeout } from '#database/database-error.js';
import type { Database } from '#database/tables.js';
import { Busy } from './busy.js';

const TRIES = 3;

/**
 * One transaction of somebody's answer. It gives way to who plans, who may hold what it is about for as long as a batch
 * takes: it waits for less than the second after which PostgreSQL looks for deadlocks and ends one of the two, lets go of
 * all that it holds, and tries again.
 *
 * @throws Busy nothing was changed
 */
export async function answering<T>(db: LedgerDatabase, answer: (tx: Transaction<Database>) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1)
    try {
      return await db.transaction().execute(async (tx) => {
        await sql`set local lock_timeout = '900ms'`.execute(tx);
        return answer(tx);
      });
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      if (tries === TRIES) throw new Busy();
    }
}
