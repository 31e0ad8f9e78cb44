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

class TimedOut extends Error {}

/** The result of a promise. @throws TimedOut after `ms`; the work itself goes on, and what becomes of it is ignored */
export async function withTimeout<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new TimedOut(`${what} took more than ${ms} ms`));
    }, ms);
  });
  promise.catch(() => undefined);
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves after `ms`, or as soon as the signal aborts. Does not reject. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}

/** Resolves once the signal has aborted. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}

/** What another part of the process can wait for: an auto-reset event. A call of `wake` before `wait` is not lost. */
export class AutoResetEvent {
  #isSet = false;
  #resume: () => void = () => undefined;

  wake(): void {
    this.#isSet = true;
    this.#resume();
  }

  reset(): void {
    this.#isSet = false;
  }

  /** Until `wake` is called, `ms` have passed or the signal aborts, whichever comes first; resets it. For one waiter. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#isSet && !signal.aborted && ms > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#resume = () => {
          clearTimeout(timer);
          resolve();
        };
        signal.addEventListener('abort', this.#resume, { once: true });
      }).finally(() => {
        signal.removeEventListener('abort', this.#resume);
      });
    }
    this.#isSet = false;
  }
}
