import type { LedgerDatabase } from '#database/connection.js';
import { TailRun } from './tail-run.js';
import type { Tailed, TailSource } from './tailed.js';

/**
 * The end of the ledger for everybody in this process who waits for it: one connection that listens, and one read of each
 * new batch however many they are. It is followed while somebody does.
 */
export class Tail<T extends Tailed> {
  #run: TailRun<T> | undefined;
  #joined = 0;

  /** @param onError told of the first of several failures in a row; it goes on by itself */
  constructor(
    private readonly db: LedgerDatabase,
    private readonly source: TailSource<T>,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** What it answers has come at least to where the ledger ended at the call. To be left once. @throws when the ledger cannot be read */
  async join(): Promise<TailRun<T>> {
    const run = (this.#run ??= new TailRun(this.db, this.source, this.onError));
    this.#joined += 1;
    try {
      await run.caughtUp();
      return run;
    } catch (error) {
      await this.leave();
      throw error;
    }
  }

  /** Resolves, for the last one, when its connection has ended. */
  async leave(): Promise<void> {
    this.#joined -= 1;
    if (this.#joined > 0) return;
    const run = this.#run;
    this.#run = undefined;
    await run?.end();
  }
}
