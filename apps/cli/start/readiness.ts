import { setTimeout as sleep } from 'node:timers/promises';
import { CannotGoOn } from '../cannot-go-on.js';

const PATIENCE_MS = 60_000;
const POLL_MS = 100;

/** Waits until the api answers that it and all it needs are ready. */
export async function untilReady(address: string, signal: AbortSignal): Promise<void> {
  const patience = performance.now() + PATIENCE_MS;
  let last = 'no answer';
  while (performance.now() < patience) {
    signal.throwIfAborted();
    const answer = await fetch(`${address}/readyz`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    if (answer?.ok) return;
    if (answer) last = `${answer.status} ${await answer.text()}`;
    await sleep(POLL_MS, undefined, { signal });
  }
  throw new CannotGoOn(`The api was not ready after ${PATIENCE_MS / 1000} s: ${last}`);
}
