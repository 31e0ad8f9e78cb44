import { setTimeout as sleep } from 'node:timers/promises';

const RETRY_FOR_MS = 30_000;
const INTERVAL_MS = 500;

/**
 * Retries idempotent work every half second, for half a minute: long enough for a restart of the database. For what is
 * recorded nowhere else yet, such as that a mail server has accepted a mail. Not p-retry, which gives up on a TypeError.
 *
 * @param isTransient whether another attempt may succeed
 * @throws the error of the last attempt
 */
export async function retry<T>(
  work: () => Promise<T>,
  isTransient: (error: unknown) => boolean = () => true,
): Promise<T> {
  const end = performance.now() + RETRY_FOR_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || performance.now() + INTERVAL_MS > end) throw error;
      await sleep(INTERVAL_MS);
    }
  }
}
