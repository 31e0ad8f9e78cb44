import type { Attempt } from '../recipient.js';
import type { Claimed } from './claim-due.js';
import type { AttemptStatus } from './outcome.js';

const FEWEST = 8;
const MOST = 100;
/** When all of a batch is begun that soon, the next one is larger. */
const SOON_MS = 1_000;
/** After so long others have their turn: what is claimed does not wait for longer to be begun. */
const TURN_MS = 5_000;

/**
 * The attempts of one subscription, claimed batch by batch: few at first, more the faster they go. As soon as one fails, what
 * is claimed and not begun is given back: the endpoint may be paused by now, which whoever claims sees in its row. So it is
 * when the time is up; of each batch one is begun.
 */
export class SubscriptionBatches {
  readonly #until = performance.now() + TURN_MS;
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

  /** Whether more may be due, and it ended for the sake of others. */
  get isTimeUp(): boolean {
    return this.#isTimeUp;
  }

  /** To be told of each attempt that is over. */
  over(attempted: AttemptStatus | undefined): void {
    this.#underWay -= 1;
    this.#over += 1;
    if (attempted !== 'sent') this.#hasFailed = true;
    this.#wake();
  }

  /** Until nothing is due, or the time is up. Whoever asks for the next one begins it. */
  async *attempts(): AsyncGenerator<Attempt> {
    while (!this.stopping.aborted && !this.#isOver()) {
      const [began, over, asked] = [performance.now(), this.#over, this.#most];
      this.#hasFailed = false;
      const { attempts, oneByOne } = await this.claim(asked);
      const areBegun = yield* this.#begin(attempts);
      this.#most = this.#next(attempts.length, performance.now() - began);
      if (oneByOne ? attempts.length > 0 || over !== this.#over : attempts.length === asked || !areBegun) continue;
      if (!oneByOne || this.#underWay === 0) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** @returns whether all of them were begun */
  async *#begin(attempts: readonly Attempt[]): AsyncGenerator<Attempt, boolean> {
    for (const [index, attempt] of attempts.entries()) {
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
