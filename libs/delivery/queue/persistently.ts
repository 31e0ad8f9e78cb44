import { setTimeout as sleep } from 'node:timers/promises';

const LONGEST_MS = 30_000;
const AGAIN_MS = 500;

/**
 * Tries again what the database refuses, as long as a try can begin within half a minute: it is being restarted, as a rule.
 * For what only this process knows, such as that a mail has been taken, and for what may be done twice.
 *
 * @throws whatever the last try threw
 */
export async function persistently<T>(work: () => Promise<T>): Promise<T> {
  const last = performance.now() + LONGEST_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (performance.now() + AGAIN_MS > last) throw error;
      await sleep(AGAIN_MS);
    }
  }
}
