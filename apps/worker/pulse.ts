import { setTimeout as sleep } from 'node:timers/promises';

const AFTER_ERROR_MS = 1_000;

/**
 * Does something now, at least every `everyMs`, soon after every `wake`, and again after it failed. One at a time; a wake
 * that comes meanwhile is answered by another round.
 */
export class Pulse {
  #wake: (() => void) | undefined;
  #woken = true;

  constructor(
    private readonly everyMs: number,
    private readonly beat: (whole: boolean) => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {}

  wake(): void {
    this.#woken = true;
    this.#wake?.();
  }

  /** Resolves when the signal aborts, once the round under way has ended. */
  async run(signal: AbortSignal): Promise<void> {
    let wholeAt = 0;
    while (!signal.aborted) {
      const whole = performance.now() >= wholeAt;
      this.#woken = false;
      try {
        await this.beat(whole);
        if (whole) wholeAt = performance.now() + this.everyMs;
      } catch (error) {
        this.onError(error);
        await sleep(AFTER_ERROR_MS, undefined, { signal }).catch(() => undefined);
        this.#woken = true;
      }
      await this.#pause(wholeAt - performance.now(), signal);
    }
  }

  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    if (this.#woken || ms <= 0 || signal.aborted) return;
    const rest = new AbortController();
    const woken = new Promise<void>((resolve) => (this.#wake = resolve));
    const either = AbortSignal.any([signal, rest.signal]);
    await Promise.race([woken, sleep(ms, undefined, { signal: either }).catch(() => undefined)]);
    rest.abort();
  }
}
