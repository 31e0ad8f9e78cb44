import { setImmediate } from 'node:timers/promises';

/**
 * Cooperative scheduling for long computations in a process that serves others: between two small steps, the computation
 * checks whether its slice is over and, if so, yields to the event loop.
 *
 * ```ts
 * const slice = new TimeSlice();
 * for (const row of rows) {
 *   work(row);
 *   if (slice.isOver) await slice.yield();
 * }
 * ```
 */
export class TimeSlice {
  private since = performance.now();

  /** @param ms for how long the event loop may be blocked */
  constructor(private readonly ms = 20) {}

  /** A getter of its own, so that most steps do not await a promise. */
  get isOver(): boolean {
    return performance.now() - this.since >= this.ms;
  }

  /** Lets other callbacks run, then begins a new slice. */
  async yield(): Promise<void> {
    await setImmediate();
    this.since = performance.now();
  }
}

/** A check that is true at most once in `ms`, and not before the first `ms` have passed: for progress reports of work that is usually short. */
export function atMostEvery(ms = 2_000): () => boolean {
  let last = performance.now();
  return () => {
    if (performance.now() - last < ms) return false;
    last = performance.now();
    return true;
  };
}
