/** An endpoint is slow while it takes longer to answer. */
const SLOW_MS = 1_000;
/** Slow ones that are waited for at a time, beside the others. Each has up to 8 requests open. */
const MOST = 256;

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
    private readonly most = MOST,
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
