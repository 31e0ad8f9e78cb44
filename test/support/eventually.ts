import { setTimeout as sleep } from 'node:timers/promises';
import { pauseAfter } from '#test/until.js';

/** Waits until `check` passes; after `timeoutMs` its last failure is the test's. */
export async function eventually(check: () => Promise<void> | void, timeoutMs = 10_000): Promise<void> {
  const start = performance.now();
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (performance.now() > start + timeoutMs) throw error;
      await sleep(pauseAfter(performance.now() - start));
    }
  }
}
