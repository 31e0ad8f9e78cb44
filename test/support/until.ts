import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something holds. @throws Error when it does not within the time */
export async function until(holds: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const start = performance.now();
  while (!(await holds())) {
    if (performance.now() > start + timeoutMs) {
      throw new Error(`did not come about within ${timeoutMs} ms: ${holds.toString()}`);
    }
    await sleep(pauseAfter(performance.now() - start));
  }
}

/** How long to wait before looking again: a tenth of the time so far, so that looking costs little of what is waited for. */
export const pauseAfter = (waitedMs: number): number => Math.min(Math.max(waitedMs / 10, 10), 100);
