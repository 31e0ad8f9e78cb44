import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something holds: for as long as the test or hook that waits may take (see `test/runner/runner.js`). */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const pause = waiting(holds);
  while (!(await holds())) await pause();
}

/** Waits until `check` passes, as `until` does; if the time of the test is over, its last failure is reported. */
export async function eventually(check: () => Promise<void> | void): Promise<void> {
  const pause = waiting(check);
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      await pause(error);
    }
  }
}

/** Pauses between two checks: a tenth of the time so far, so that checking costs little of what is waited for. */
function waiting(check: () => unknown): (failure?: unknown) => Promise<void> {
  const start = performance.now();
  return async (failure) => {
    assertTestRuns(check.toString(), failure);
    await sleep(Math.min(Math.max((performance.now() - start) / 10, 10), 100));
  };
}

/** @throws Error once the test has failed, as by its timeout; the message is on stderr, since the test is over */
export function assertTestRuns(awaited: string, failure?: unknown): void {
  const { jalonTestOver: signal } = globalThis as { jalonTestOver?: AbortSignal };
  if (!signal?.aborted) return;
  const error = new Error(`the test ended while waiting for: ${awaited}`, { cause: failure });
  console.error(error);
  throw error;
}
