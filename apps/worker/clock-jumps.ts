import { pause } from '#concurrency/timeout.js';
import type { Clock } from '#database/clock.js';

const LOOK_MS = 500;
const JUMP_MS = 1_000;

/**
 * Calls `onJump` when the clock and the time that passes part by more than a second: somebody set the clock, or the machine
 * slept. What waits in a queue for an instant would come too late. Resolves when the signal aborts.
 */
export async function watchClock(clock: Clock, signal: AbortSignal, onJump: () => void): Promise<void> {
  let apart = clock.now().getTime() - performance.now();
  while (!signal.aborted) {
    await pause(LOOK_MS, signal);
    const now = clock.now().getTime() - performance.now();
    if (Math.abs(now - apart) < JUMP_MS) continue;
    apart = now;
    onJump();
  }
}
