import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something holds. @throws Error when it does not within the time */
export async function until(holds: () => boolean | Promise<boolean>, timeoutMs = 10_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`did not come about within ${timeoutMs} ms: ${holds.toString()}`);
    await sleep(10);
  }
}
