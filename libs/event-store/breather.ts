import { setImmediate as nextTurn } from 'node:timers/promises';

/** Long work in a process that has other callers: asked between two small steps, it lets them have a turn when it is time. */
export class Breather {
  private since = performance.now();

  /** @param everyMs how long the others may have to wait */
  constructor(private readonly everyMs = 20) {}

  /** Asked first, so that work which is not due yet does not wait for a promise at every step. */
  get due(): boolean {
    return performance.now() - this.since >= this.everyMs;
  }

  async rest(): Promise<void> {
    await nextTurn();
    this.since = performance.now();
  }
}
