import { pause } from '#concurrency/timeout.js';
import type { Attempt, AttemptStatus } from './attempt.js';
import type { Claimed } from './claim-due.js';

// So that neither a long queue nor a slow endpoint of one subscription delays the others.

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

/** An endpoint is slow while it takes longer to answer. */
const SLOW_MS = 1_000;
/** Slow ones that are waited for at a time, beside the others. Each has up to 8 requests open. */
const MOST_SLOW = 256;

interface Turn {
  /** Known to be slow, it waits for its place instead of being found out anew. */
  endpoint?: string;
  /** Called once it is found to be slow: the caller need not wait for it with what it does next. */
  release: () => void;
}

/**
 * What slow endpoints take up, so that those that answer soon are not delayed, however many are slow. One that is not known
 * to be slow delays others for a second, or for longer only if all places are taken.
 */
export class SlowShare {
  readonly #known = new Set<string>();
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(
    private readonly slowMs = SLOW_MS,
    private readonly most = MOST_SLOW,
  ) {}

  /** @param work given what says that an answer has come, if it waits for several */
  async run<T>({ endpoint, release }: Turn, work: (answered: () => void) => Promise<T>): Promise<T> {
    let [isSlow, hasPlace] = [false, false];
    if (endpoint !== undefined && this.#known.has(endpoint)) {
      release();
      await this.#place();
      hasPlace = true;
    }
    const timer = setTimeout(() => {
      isSlow = true;
      if (hasPlace || this.#taken >= this.most) return;
      this.#taken += 1;
      hasPlace = true;
      release();
    }, this.slowMs);
    try {
      return await work(() => timer.refresh());
    } finally {
      clearTimeout(timer);
      if (hasPlace) this.#leave();
      if (endpoint !== undefined) this.#known[isSlow ? 'add' : 'delete'](endpoint);
    }
  }

  /** In the order of asking. */
  async #place(): Promise<void> {
    if (this.#taken < this.most) this.#taken += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** The place of one that has left goes to the next. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken -= 1;
  }
}
