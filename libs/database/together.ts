import { isRefusedValue } from './database-error.js';
import { within } from './within.js';

interface Waiting<T, R> {
  item: T;
  resolve: (result: R | undefined) => void;
  reject: (error: unknown) => void;
}

const MOST = 200;
/** A connection that is dead without a word would hold up everybody. */
const LONGEST_MS = 30_000;

/**
 * Does with one statement what many ask for at the same time: while one round is under way, the next one fills. Where
 * PostgreSQL refused a value, each goes again alone, so that nobody shares a neighbour's fate; whatever else a round fails
 * with, all of it are told. One that is not over in time is given up, though it may yet be carried out: `work` must allow
 * for that.
 *
 * @template R what `work` says of an item, under its place in the round; `undefined` when it says nothing
 */
export class Together<T, R> {
  #waiting: Waiting<T, R>[] = [];
  #isRunning = false;

  constructor(
    private readonly work: (items: readonly T[]) => Promise<(R | undefined)[]>,
    private readonly longestMs = LONGEST_MS,
  ) {}

  do(item: T): Promise<R | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#isRunning) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    await Promise.resolve(); // whatever is asked for in the same tick goes together
    while (this.#waiting.length > 0) await this.#round(this.#waiting.splice(0, MOST));
    this.#isRunning = false;
  }

  async #round(round: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const work = this.work(round.map(({ item }) => item));
      const results = await within(this.longestMs, 'what is done together', work);
      for (const [index, { resolve }] of round.entries()) resolve(results[index]);
    } catch (error) {
      if (round.length > 1 && isRefusedValue(error)) for (const alone of round) await this.#round([alone]);
      else for (const { reject } of round) reject(error);
    }
  }
}
