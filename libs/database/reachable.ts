import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { openDatabase } from './connection.js';
import { isTlsFailure, outageOf } from './errors.js';

const RETRY_MS = 500;

/**
 * Waits until the database answers, which it does not while it starts or recovers from a crash. A program that ended instead
 * would be started again later and later.
 *
 * @param onWait called with each new reason
 */
export async function untilReachable(url: string, onWait: (reason: string) => void): Promise<void> {
  const db = openDatabase({ url, poolSize: 1, applicationName: 'jalon' });
  let said: string | undefined;
  try {
    for (;;) {
      try {
        await sql`select`.execute(db.health);
        return;
      } catch (error) {
        if (outageOf(error) !== 'unreachable' || isTlsFailure(error)) throw error;
        const { message } = error as Error;
        if (message !== said) onWait(message);
        said = message;
      }
      await sleep(RETRY_MS);
    }
  } finally {
    await db.destroy();
  }
}
