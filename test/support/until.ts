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
  const assertTestRuns = whileTestRuns();
  return async (failure) => {
    assertTestRuns(check.toString(), failure);
    await sleep(Math.min(Math.max((performance.now() - start) / 10, 10), 100));
  };
}

/**
 * @returns a function that throws once the test or hook that runs now has failed, as by its timeout. It reports what was
 *   awaited on stderr, since nobody handles the error by then.
 */
export function whileTestRuns(): (awaited: string, failure?: unknown) => void {
  const { jalonTestOver: signal } = globalThis as { jalonTestOver?: AbortSignal };
  return (awaited, failure) => {
    if (!signal?.aborted) return;
    const message = `The test ended while it waited for: ${awaited}`;
    process.stderr.write(`${message}\n${failure instanceof Error ? `${failure.message}\n` : ''}`);
    throw new Error(message);
  };
}
