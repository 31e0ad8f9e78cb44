/** Long enough to be cheap, short enough that one that is lost costs little, and that lists show how far they are. */
const LONG_MS = 4_000;
const FIRST = 100;

/**
 * How many positions a transaction covers. Events differ in cost by orders of magnitude, so it goes by the time that the last
 * one took, from a small one on.
 */
export class RangeLength {
  #positions: number;

  constructor(private readonly most: number) {
    this.#positions = Math.min(FIRST, most);
  }

  get positions(): number {
    return this.#positions;
  }

  /** At most quadruples, since what comes next may be dearer; a range that ended at the head tells nothing of longer ones. */
  adapt(covered: number, tookMs: number): void {
    if (covered < this.#positions && tookMs < LONG_MS) return;
    const fits = Math.floor(covered * Math.min(4, LONG_MS / Math.max(1, tookMs)));
    this.#positions = Math.min(this.most, Math.max(1, fits));
  }
}
