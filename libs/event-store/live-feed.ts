import { pause } from '#concurrency/timeout.js';
import type { LedgerDatabase } from '#database/connection.js';
import { FIRST_EPOCH } from '#database/ledger-epochs.js';
import { FollowSession } from './follow.js';

/**
 * New events for all consumers in this process: they share one listening connection and one read of each batch. The first
 * consumer opens the feed, the last one closes it.
 */
export class SharedFeed<T extends FeedEntry> {
  #run: Feed<T> | undefined;
  #consumers = 0;

  /** @param onError called for the first of several failures in a row; the feed retries by itself */
  constructor(
    private readonly db: LedgerDatabase,
    private readonly source: FeedSource<T>,
    private readonly onError: (error: unknown) => void,
  ) {}

  /**
   * Each call needs one call of `leave`.
   *
   * @returns the feed, at or past the head of the ledger at the time of the call
   * @throws when the ledger cannot be read
   */
  async join(): Promise<Feed<T>> {
    const run = (this.#run ??= new Feed(this.db, this.source, this.onError));
    this.#consumers += 1;
    try {
      await run.caughtUp();
      return run;
    } catch (error) {
      await this.leave();
      throw error;
    }
  }

  /** For the last consumer, resolves once the connection is closed. */
  async leave(): Promise<void> {
    this.#consumers -= 1;
    if (this.#consumers > 0) return;
    const run = this.#run;
    this.#run = undefined;
    await run?.end();
  }
}

const POLL_MS = 1_000; // the guarantee; a notification only makes it faster
const BATCH = 200;
const MAX_RECENT = 1_000;
const MAX_RECENT_SIZE = 4_000_000;

/** The latest entries in memory, and older ones on demand. Opened by a SharedFeed. */
export class Feed<T extends FeedEntry> {
  readonly #ending = new AbortController();
  readonly #waiting = new Set<() => void>();
  readonly #done: Promise<void>;
  #head: number | undefined;
  /** Of the event at the head. */
  #headId: string | undefined;
  #epoch = FIRST_EPOCH;
  readonly #rewound: number[] = [];
  #recent: T[] = [];
  #size = 0;
  #stepping: Promise<void> | undefined;
  #failing = false;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly source: FeedSource<T>,
    private readonly onError: (error: unknown) => void,
  ) {
    this.#done = this.#follow();
  }

  /** The last position that has been read. */
  get head(): number {
    return this.#head ?? 0;
  }

  /** The positions to which the ledger was rewound, in the order of time: entries after them were replaced by others, or lost. */
  get rewound(): readonly number[] {
    return this.#rewound;
  }

  /** A position with its epoch. */
  written(position: number): string {
    return this.db.epochs.written(position);
  }

  /** All entries after a position, or `undefined` when some of them are no longer in memory: use `older`. */
  after(position: number): readonly T[] | undefined {
    const first = this.#recent[0]?.position ?? Infinity;
    return position >= this.head ? [] : position + 1 >= first ? this.#recent.slice(position + 1 - first) : undefined;
  }

  /** The next entries after a position, read from the ledger: call it again with the last of their positions. */
  async older(position: number): Promise<readonly T[]> {
    return this.source.read(position, Math.min(position + BATCH, this.head));
  }

  /** Resolves when the head is no longer `head`, after `ms` or when the signal aborts, whichever comes first. */
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

  /** Resolves when the feed has reached the head of the ledger at the time of the call. */
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
      if (session) await session.waitForGrowth(POLL_MS);
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
    if (this.#head === undefined) this.#begin(end, await this.source.idAt(end));
    else await this.#compare(this.#head, end);
    while (this.head < end && !this.#ending.signal.aborted) {
      const batch = await this.source.read(this.head, Math.min(end, this.head + BATCH));
      this.#keep(batch);
      this.#head = batch.at(-1)?.position ?? end;
      this.#headId = batch.at(-1)?.id;
      this.#wake();
    }
  }

  #begin(head: number, id: string | undefined): void {
    [this.#head, this.#headId, this.#epoch] = [head, id, this.db.epochs.current];
  }

  /** Whether the ledger still holds what was read up to `head`: it may have been rewound and have grown past it since. */
  async #compare(head: number, end: number): Promise<void> {
    const shared = Math.min(end, this.db.epochs.sharedWith(this.#epoch));
    if (shared < head) await this.#rewind(shared);
    else if ((await this.source.idAt(head)) !== this.#headId) await this.#rewind(await this.#lastOnRecord());
    this.#epoch = this.db.epochs.current;
  }

  /** After a rewind that began no epoch: a copy of the server was restored, and nobody has said so. */
  async #lastOnRecord(): Promise<number> {
    for (const { position, id } of this.#recent.toReversed())
      if ((await this.source.idAt(position)) === id) return position;
    return 0;
  }

  async #rewind(to: number): Promise<void> {
    const id = await this.source.idAt(to);
    this.#recent = [];
    this.#size = 0;
    this.#rewound.push(to);
    this.#begin(to, id);
    this.#wake();
  }

  #keep(batch: readonly T[]): void {
    this.#recent.push(...batch);
    this.#size += batch.reduce((sum, { size }) => sum + size, 0);
    let gone = 0;
    while (this.#recent.length - gone > MAX_RECENT || (this.#size > MAX_RECENT_SIZE && gone < this.#recent.length)) {
      this.#size -= this.#recent[gone]?.size ?? 0;
      gone += 1;
    }
    if (gone > 0) this.#recent = this.#recent.slice(gone);
  }

  #wake(): void {
    for (const go of [...this.#waiting]) go();
  }
}

/** What the source makes of one event. */
export interface FeedEntry {
  position: number;
  /** Of the event. */
  id: string;
  /** Approximate memory use. */
  size: number;
}

interface FeedSource<T> {
  /** The last position of the ledger. */
  head(): Promise<number>;
  /** The id of the event at a position, if there is one. */
  idAt(position: number): Promise<string | undefined>;
  /** One for every position after `after`, up to and with `upTo`, in order. */
  read(after: number, upTo: number): Promise<T[]>;
}
