import { setTimeout as sleep } from 'node:timers/promises';

const TRIES = 60;
const AGAIN_MS = 500;

/**
 * Tries again for half a minute what the database refuses: it is being restarted, as a rule. For what only this process
 * knows, such as that a mail has been taken, and for what may be done twice.
 *
 * @throws whatever the last try threw
 */
export async function persistently<T>(work: () => Promise<T>): Promise<T> {
  for (let left = TRIES; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0) throw error;
      await sleep(AGAIN_MS);
    }
  }
}
