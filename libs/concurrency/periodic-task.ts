import { pause, AutoResetEvent } from './timeout.js';

const RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 10_000;

/**
 * Runs at once, at least every `everyMs`, soon after each `trigger`, and again 1 to 10 seconds after a failure. Runs do not
 * overlap; a trigger during a run causes another one.
 */
export class PeriodicTask {
  readonly #triggered = new AutoResetEvent();

  /** @param work told whether this run is a periodic one, which is to leave nothing out */
  constructor(
    private readonly everyMs: number,
    private readonly work: (isPeriodic: boolean) => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {}

  trigger(): void {
    this.#triggered.wake();
  }

  /** Resolves when the signal aborts, after the current run has ended. */
  async run(signal: AbortSignal): Promise<void> {
    let next = 0;
    let retryMs = RETRY_MS;
    while (!signal.aborted) {
      this.#triggered.reset();
      const isPeriodic = performance.now() >= next;
      try {
        await this.work(isPeriodic);
        if (isPeriodic) next = performance.now() + this.everyMs;
        retryMs = RETRY_MS;
      } catch (error) {
        this.onError(error);
        await pause(retryMs, signal);
        // oxlint-disable-next-line no-useless-assignment -- the next round reads it
        retryMs = Math.min(2 * retryMs, LONGEST_RETRY_MS);
        continue;
      }
      await this.#triggered.wait(next - performance.now(), signal);
    }
  }
}
