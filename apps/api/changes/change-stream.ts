import type { Feed, FeedEntry } from '#event-store/live-feed.js';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Filter } from '#subscriptions/filter.js';
import { outageOf } from '#database/errors.js';
import { type EpochPosition, type LedgerEpochs, positionIn } from '#database/ledger-epochs.js';
import { placedAnswerOf } from './changes.controller.js';
import { type ChosenChanges, type RecordedChange, wants } from './chosen-changes.js';
import {
  changeFrame,
  HEARTBEAT,
  pieces,
  positionFrame,
  type ResetReason,
  resetFrame,
  retryFrame,
} from './server-sent-events.js';

/** A change as sent to all clients; serialized once. */
export interface StreamedChange extends FeedEntry, RecordedChange {
  /** @param open without a key: the actor is omitted */
  json(open: boolean): string;
}

export function streamedChange(placed: RecordedChange): StreamedChange {
  const open = jsonOf(placed, true);
  let closed: string | undefined;
  return {
    ...placed,
    position: placed.recorded.position,
    id: placed.recorded.id,
    size: open.length * 3, // the JSON twice, and the object
    json: (isOpen) => (isOpen ? open : (closed ??= jsonOf(placed, false))),
  };
}

const PAGE = 100;
const AGAIN_MS = 1_000;

interface StreamOptions {
  start: Start;
  filter: Filter;
  /** Read without a key: the actor is omitted. */
  open: boolean;
  heartbeatMs: number;
  /** Delay before the client reconnects. */
  retryMs: number;
  /** Whether the client is still authorized. */
  admitted: () => Promise<boolean>;
  /** Ends the stream with a final retry frame. */
  ending: AbortSignal;
  /** Aborted when the client has disconnected. */
  gone: AbortSignal;
}

/**
 * The stream of one client: all changes that match its filter after the start position, in order and once each. New changes
 * come from the shared feed, older ones from the ledger, at the pace of the client.
 *
 * A client that reconnects with the last id it received misses nothing and receives nothing twice.
 */
export class ChangeStream {
  /** Processed up to `#at`; the client was sent a position up to `#told`. */
  #at: number;
  #told: number;
  /** How many rewinds it knows of. */
  #rewinds: number;
  readonly #over: AbortSignal;
  #sentAt = performance.now();
  #askedAt = performance.now();

  constructor(
    private readonly feed: Feed<StreamedChange>,
    private readonly chosen: ChosenChanges,
    private readonly options: StreamOptions,
  ) {
    this.#at = this.#told = options.start.position;
    this.#rewinds = feed.rewound.length;
    this.#over = AbortSignal.any([options.ending, options.gone]);
  }

  async *pieces(): AsyncGenerator<string, void> {
    const { start, retryMs } = this.options;
    yield retryFrame(retryMs) + (start.reset ? this.#resetFrame(start.reset) : this.#positionFrame(this.#at));
    yield* this.#rest();
    yield retryFrame(retryMs);
  }

  /** Runs until the end of the stream; pieces that are ready but not yet requested are dropped. */
  async *#rest(): AsyncGenerator<string, void> {
    while (await this.#continues()) {
      for (const piece of await this.#next()) {
        yield this.#sent(piece);
        if (!(await this.#continues())) return;
      }
      if (this.#msToHeartbeat() === 0) yield this.#sent(this.#heartbeat());
    }
  }

  async #next(): Promise<Iterable<string>> {
    if (this.feed.rewound.length !== this.#rewinds) return this.#reset();
    if (this.#at < this.feed.head) return this.#news();
    await this.feed.changed(this.#at, this.#msToHeartbeat(), this.#over);
    return [];
  }

  async #news(): Promise<Iterable<string>> {
    const { filter, open } = this.options;
    const shared = this.feed.after(this.#at);
    if (!shared) return this.#older();
    this.#at = shared.at(-1)?.position ?? this.#at;
    const wanted = shared.filter((one) => wants(filter, one));
    this.#told = wanted.at(-1)?.position ?? this.#told;
    return pieces(wanted.map((one) => changeFrame(this.feed.written(one.position), one.json(open))));
  }

  /** Retries after a database outage; any other error ends the connection. */
  async #older(): Promise<Iterable<string>> {
    try {
      return await this.#olderPage();
    } catch (error) {
      if (outageOf(error) === undefined) throw error;
      await sleep(AGAIN_MS, undefined, { signal: this.#over }).catch(() => undefined);
      return [];
    }
  }

  /** Filters by type and dossier run in the database; with other filters, all clients share the same cached blocks. */
  async #olderPage(): Promise<Iterable<string>> {
    const { filter } = this.options;
    if (!filter.eventTypes && !filter.dossiers) return this.#block();
    const range = { after: this.#at, upTo: this.feed.head, limit: PAGE };
    const { items, to } = await this.chosen.page(range, filter);
    return this.#passed(items.map(streamedChange), to);
  }

  async #block(): Promise<Iterable<string>> {
    const block = await this.feed.older(this.#at);
    const to = block.at(-1)?.position;
    if (to !== undefined) return this.#passed(block, to);
    // The ledger ends before the known head: wait for the feed to detect that.
    await this.feed.changed(this.feed.head, AGAIN_MS, this.#over);
    return [];
  }

  #passed(some: readonly StreamedChange[], to: number): Iterable<string> {
    const { filter, open } = this.options;
    const wanted = some.filter((one) => wants(filter, one));
    const frames = wanted.map((one) => changeFrame(this.feed.written(one.position), one.json(open)));
    if (wanted.at(-1)?.position !== to) frames.push(this.#positionFrame(to));
    this.#at = this.#told = to;
    return pieces(frames);
  }

  /** The ledger was rewound, so that later ids now stand for other events. */
  #reset(): Iterable<string> {
    const to = Math.min(...this.feed.rewound.slice(this.#rewinds));
    this.#rewinds = this.feed.rewound.length;
    if (this.#at <= to) return [];
    this.#at = this.#told = to;
    return [this.#resetFrame('ledger-reset')];
  }

  #resetFrame(reason: ResetReason): string {
    return resetFrame(this.feed.written(this.#at), { reason, position: this.#at, head: this.feed.head });
  }

  #positionFrame(position: number): string {
    return positionFrame(this.feed.written(position), position);
  }

  /** Sends the position if it has advanced, so that a reconnecting client does not search the skipped events again. */
  #heartbeat(): string {
    if (this.#told === this.#at) return HEARTBEAT;
    this.#told = this.#at;
    return this.#positionFrame(this.#at);
  }

  async #continues(): Promise<boolean> {
    return !this.#over.aborted && (await this.#admitted());
  }

  #sent(piece: string): string {
    this.#sentAt = performance.now();
    return piece;
  }

  #msToHeartbeat(): number {
    return Math.max(0, this.#sentAt + this.options.heartbeatMs - performance.now());
  }

  /** Checked once per heartbeat interval. During a database outage the stream stays open: there is nothing to read. */
  async #admitted(): Promise<boolean> {
    if (performance.now() - this.#askedAt < this.options.heartbeatMs) return true;
    this.#askedAt = performance.now();
    return this.options.admitted().catch(() => true);
  }
}

const jsonOf = (placed: RecordedChange, open: boolean): string => JSON.stringify(placedAnswerOf(placed, open));

export interface Start {
  /** The last position that the client has. */
  position: number;
  /** Set if the client cannot resume: the stream starts with a reset frame, at the head or where the ledger was rewound to. */
  reset: ResetReason | null;
}

/**
 * Where a stream begins. `Last-Event-ID` takes precedence over the query, which a reconnecting `EventSource` repeats
 * unchanged; without either, the stream begins at the head.
 */
export function startOf(
  lastEventId: string | undefined,
  after: EpochPosition | undefined,
  head: number,
  epochs: Pick<LedgerEpochs, 'sharedWith'>,
): Start {
  const id = lastEventId?.trim();
  const asked = id ? positionIn(id) : after;
  if (!asked) return { position: head, reset: id ? 'not-a-position' : null };
  const shared = epochs.sharedWith(asked.epoch);
  if (asked.position > shared) return { position: shared, reset: 'ledger-reset' };
  return asked.position > head ? { position: head, reset: 'beyond-head' } : { position: asked.position, reset: null };
}
