import { pause } from '#concurrency/timeout.js';
import type { LedgerDatabase } from '#database/connection.js';
import { FollowSession } from './follow-session.js';
import { SharedBlocks } from './shared-blocks.js';
import type { Tailed, TailSource } from './tailed.js';

const POLL_MS = 1_000; // the guarantee; a notification only makes it faster
const BATCH = 200;
const MOST_KEPT = 1_000;
const LARGEST_KEPT = 4_000_000;

/** @see Tail */
export class TailRun<T extends Tailed> {
  readonly #ending = new AbortController();
  readonly #waiting = new Set<() => void>();
  readonly #done: Promise<void>;
  readonly #blocks: SharedBlocks<T>;
  #head: number | undefined;
  #fellBack = { times: 0, to: 0 };
  #recent: T[] = [];
  #size = 0;
  #stepping: Promise<void> | undefined;
  #failing = false;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly source: TailSource<T>,
    private readonly onError: (error: unknown) => void,
  ) {
    this.#blocks = new SharedBlocks((after, upTo) => source.read(after, upTo));
    this.#done = this.#follow();
  }

  /** Up to where everything is known here. */
  get head(): number {
    return this.#head ?? 0;
  }

  /** How often the ledger was found to end before it did, and where the last time: somebody has put an older one in its place. */
  get fellBack(): Readonly<{ times: number; to: number }> {
    return this.#fellBack;
  }

  /** Everything after a position, up to the head; nothing when that is further back than is kept here. */
  after(position: number): readonly T[] | undefined {
    const first = this.#recent[0]?.position ?? Infinity;
    return position >= this.head ? [] : position + 1 >= first ? this.#recent.slice(position + 1 - first) : undefined;
  }

  /** Some of what comes after a position before the head, however far back: ask again from the last of it. */
  async older(position: number): Promise<readonly T[]> {
    return this.#blocks.after(position, this.head);
  }

  /** Until the head is not this one, the time is over or the signal aborts, whichever comes first. */
  async changed(head: number, ms: number, signal: AbortSignal): Promise<void> {
    if (this.head !== head || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(go);
        signal.removeEventListener('abort', go);
        resolve();
      };
      const timer = setTimeout(go, ms);
      this.#waiting.add(go);
      signal.addEventListener('abort', go);
    });
  }

  /** Once it has come to where the ledger ended at the call, or further. */
  async caughtUp(): Promise<void> {
    await this.#stepping?.catch(() => undefined);
    await this.#step();
  }

  async end(): Promise<void> {
    this.#ending.abort();
    await this.#done;
  }

  async #follow(): Promise<void> {
    const { signal } = this.#ending;
    let session: FollowSession | undefined;
    while (!signal.aborted) {
      if (session?.signal.aborted !== false) {
        await session?.close();
        session = await FollowSession.open(this.db, signal).catch(() => undefined);
      }
      await this.#step().then(
        () => (this.#failing = false),
        (error: unknown) => {
          this.#failed(error);
        },
      );
      if (session) await session.grownOr(POLL_MS);
      else await pause(POLL_MS, signal);
    }
    await session?.close();
  }

  #failed(error: unknown): void {
    if (!this.#failing) this.onError(error);
    this.#failing = true;
  }

  async #step(): Promise<void> {
    this.#stepping ??= this.#advance().finally(() => (this.#stepping = undefined));
    await this.#stepping;
  }

  async #advance(): Promise<void> {
    const end = await this.source.head();
    if (this.#head !== undefined && end < this.#head) this.#fallBack(end);
    this.#head ??= end;
    while (this.#head < end && !this.#ending.signal.aborted) {
      const batch = await this.source.read(this.#head, Math.min(end, this.#head + BATCH));
      this.#keep(batch);
      this.#head = batch.at(-1)?.position ?? end;
      this.#wake();
    }
  }

  #fallBack(to: number): void {
    this.#head = to;
    this.#fellBack = { times: this.#fellBack.times + 1, to };
    this.#recent = [];
    this.#size = 0;
    this.#blocks.forget();
    this.#wake();
  }

  #keep(batch: readonly T[]): void {
    this.#recent.push(...batch);
    this.#size += batch.reduce((sum, { size }) => sum + size, 0);
    let gone = 0;
    while (this.#recent.length - gone > MOST_KEPT || (this.#size > LARGEST_KEPT && gone < this.#recent.length)) {
      this.#size -= this.#recent[gone]?.size ?? 0;
      gone += 1;
    }
    if (gone > 0) this.#recent = this.#recent.slice(gone);
  }

  #wake(): void {
    for (const go of [...this.#waiting]) go();
  }
}
