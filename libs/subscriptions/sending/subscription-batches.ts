import { pause } from '#concurrency/timeout.js';
import type { Attempt } from './attempt.js';
import type { Claimed } from './claim-due.js';
import type { AttemptStatus } from './outcome.js';

const FEWEST = 8;
const MOST = 100;
/** A batch whose attempts are all begun within this time is followed by a larger one. */
const SOON_MS = 1_000;
/** Time slice, after which other subscriptions are served. */
const TIME_SLICE_MS = 5_000;

/**
 * Claims the attempts of one subscription in batches, whose size grows while they are fast. Once an attempt fails, claims that
 * were not begun are released, since the endpoint may be paused; likewise when the time slice ends. At least one attempt of
 * each batch is begun.
 */
export class SubscriptionBatches {
  readonly #until = performance.now() + TIME_SLICE_MS;
  #most = FEWEST;
  #hasFailed = false;
  #underWay = 0;
  #over = 0;
  #wake: () => void = () => undefined;
  #isTimeUp = false;

  constructor(
    private readonly claim: (most: number) => Promise<Claimed>,
    private readonly release: (attempts: readonly Attempt[]) => Promise<void>,
    private readonly stopping: AbortSignal,
  ) {}

  /** Whether it ended with the time slice; more deliveries may be due. */
  get isTimeUp(): boolean {
    return this.#isTimeUp;
  }

  /** To be called after each attempt. */
  finished(attempted: AttemptStatus | undefined): void {
    this.#underWay -= 1;
    this.#over += 1;
    if (attempted !== 'sent') this.#hasFailed = true;
    this.#wake();
  }

  /** Until nothing is due or the time slice has ended. The caller begins each attempt before asking for the next. */
  async *attempts(): AsyncGenerator<Attempt> {
    while (!this.stopping.aborted && !this.#isOver()) {
      const [began, over, asked] = [performance.now(), this.#over, this.#most];
      this.#hasFailed = false;
      const { attempts, oneByOne, spacingMs = 0 } = await this.claim(asked);
      const areBegun = yield* this.#begin(attempts, spacingMs);
      this.#most = this.#next(attempts.length, performance.now() - began);
      if (oneByOne ? attempts.length > 0 || over !== this.#over : attempts.length === asked || !areBegun) continue;
      if (!oneByOne || this.#underWay === 0) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** @returns whether all were begun */
  async *#begin(attempts: readonly Attempt[], spacingMs: number): AsyncGenerator<Attempt, boolean> {
    for (const [index, attempt] of attempts.entries()) {
      if (index > 0 && spacingMs > 0) await pause(spacingMs, this.stopping);
      if (this.stopping.aborted || this.#hasFailed || (index > 0 && this.#isOver())) {
        await this.release(attempts.slice(index));
        return false;
      }
      this.#underWay += 1;
      yield attempt;
    }
    return true;
  }

  #isOver(): boolean {
    this.#isTimeUp = performance.now() > this.#until;
    return this.#isTimeUp;
  }

  #next(claimed: number, tookMs: number): number {
    if (this.#hasFailed) return FEWEST;
    return tookMs < SOON_MS && claimed === this.#most ? Math.min(MOST, this.#most * 2) : this.#most;
  }
}
