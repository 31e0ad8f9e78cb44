import { withTimeout } from './timeout.js';

interface Waiting<T, R> {
  item: T;
  resolve: (result: R | undefined) => void;
  reject: (error: unknown) => void;
}

interface BatcherOptions {
  /** Whether an error is the fault of a single item. The items of that batch are then tried again one by one. */
  isItemError?: (error: unknown) => boolean;
  /** After which a batch fails. It may still be carried out: `work` has to be idempotent. */
  timeoutMs?: number;
}

const BATCH_SIZE = 200;
const TIMEOUT_MS = 30_000;

/**
 * Combines concurrent calls into one: while a batch is being worked on, the next one fills. Calls of the same tick share a
 * batch. A failed batch rejects all its calls, unless `isItemError` says that one item is at fault.
 *
 * @template R the result of one item, at the item's index in the batch; `undefined` for no result
 */
export class Batcher<T, R> {
  #waiting: Waiting<T, R>[] = [];
  #isRunning = false;

  constructor(
    private readonly work: (items: readonly T[]) => Promise<(R | undefined)[]>,
    private readonly options: BatcherOptions = {},
  ) {}

  add(item: T): Promise<R | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#isRunning) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH_SIZE);
      // Whatever goes wrong, the next batch is worked on, and nobody waits for ever.
      await this.#process(batch).catch((error: unknown) => {
        for (const { reject } of batch) reject(error);
      });
    }
    this.#isRunning = false;
  }

  async #process(batch: readonly Waiting<T, R>[]): Promise<void> {
    const { isItemError, timeoutMs = TIMEOUT_MS } = this.options;
    try {
      const results = await withTimeout(timeoutMs, 'a batch', this.work(batch.map(({ item }) => item)));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index]);
    } catch (error) {
      if (batch.length > 1 && isItemError?.(error)) for (const single of batch) await this.#process([single]);
      else for (const { reject } of batch) reject(error);
    }
  }
}
