import { setTimeout as sleep } from 'node:timers/promises';

/** Says that something took too long; it may still come to an end, of which nobody is told. */
export class TookTooLong extends Error {}

/** What a promise comes to. @throws TookTooLong when it has not within so many ms */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const timeout = sleep(ms, undefined, { signal: timer.signal }).then(() => {
    throw new TookTooLong(`${what} took more than ${ms} ms`);
  });
  timeout.catch(() => undefined);
  promise.catch(() => undefined);
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    timer.abort();
  }
}
