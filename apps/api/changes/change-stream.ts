import { setTimeout as sleep } from 'node:timers/promises';
import type { Feed } from '#event-store/live-feed.js';
import type { Filter } from '#subscriptions/filter.js';
import { isOutage } from '../problem/outage.js';
import { type ChosenChanges, wants } from './chosen-changes.js';
import { changeFrame, HEARTBEAT, pieces, positionFrame, resetFrame, retryFrame } from './frames.js';
import type { Start } from './resume.js';
import { type StreamedChange, streamedChange } from './streamed-change.js';

const PAGE = 100;
const AGAIN_MS = 1_000;

export interface StreamOptions {
  start: Start;
  filter: Filter;
  /** Read without a key: who recorded it is not told. */
  open: boolean;
  heartbeatMs: number;
  /** When to come back after the connection has ended. */
  retryMs: number;
  /** Whether whoever reads still may. */
  admitted: () => Promise<boolean>;
  /** It is to end, with word of when to come back. */
  ending: AbortSignal;
  /** Nobody reads any more. */
  gone: AbortSignal;
}

/**
 * What one client is sent: everything that passes its filter after the position it starts from, in order, once. What is new
 * comes from the tail that all share, what is older from the ledger, at the pace at which the client takes it.
 *
 * The id of what it has received last leads on from there on any other connection: nothing is missed and nothing comes twice.
 */
export class ChangeStream {
  /** Everything up to here was looked at, and up to there the client knows. */
  #at: number;
  #told: number;
  #fellBack: number;
  readonly #over: AbortSignal;
  #spokeAt = performance.now();
  #askedAt = performance.now();

  constructor(
    private readonly tail: Feed<StreamedChange>,
    private readonly chosen: ChosenChanges,
    private readonly options: StreamOptions,
  ) {
    this.#at = this.#told = options.start.position;
    this.#fellBack = tail.truncated.times;
    this.#over = AbortSignal.any([options.ending, options.gone]);
  }

  async *pieces(): AsyncGenerator<string, void> {
    const { start, retryMs } = this.options;
    yield retryFrame(retryMs) + (start.reset ? resetFrame(start.reset, this.#at) : positionFrame(this.#at));
    yield* this.#rest();
    yield retryFrame(retryMs);
  }

  /** Until it is over: what is ready by then, and was not taken, is kept back. */
  async *#rest(): AsyncGenerator<string, void> {
    while (await this.#goesOn()) {
      for (const piece of await this.#next()) {
        yield this.#said(piece);
        if (!(await this.#goesOn())) return;
      }
      if (this.#msToHeartbeat() === 0) yield this.#said(this.#heartbeat());
    }
  }

  async #next(): Promise<Iterable<string>> {
    if (this.tail.truncated.times !== this.#fellBack) return this.#reset();
    if (this.#at < this.tail.head) return this.#news();
    await this.tail.changed(this.#at, this.#msToHeartbeat(), this.#over);
    return [];
  }

  async #news(): Promise<Iterable<string>> {
    const { filter, open } = this.options;
    const shared = this.tail.after(this.#at);
    if (!shared) return this.#older();
    this.#at = shared.at(-1)?.position ?? this.#at;
    const wanted = shared.filter((one) => wants(filter, one));
    this.#told = wanted.at(-1)?.position ?? this.#told;
    return pieces(wanted.map((one) => changeFrame(one.position, one.json(open))));
  }

  /** After an outage it goes on; whatever else goes wrong ends the connection. */
  async #older(): Promise<Iterable<string>> {
    try {
      return await this.#olderPage();
    } catch (error) {
      if (!isOutage(error)) throw error;
      await sleep(AGAIN_MS, undefined, { signal: this.#over }).catch(() => undefined);
      return [];
    }
  }

  /** What the database can pick out is picked out there; of the rest, everybody takes the same blocks. */
  async #olderPage(): Promise<Iterable<string>> {
    const { filter } = this.options;
    if (!filter.eventTypes && !filter.dossiers) return this.#block();
    const range = { after: this.#at, upTo: this.tail.head, limit: PAGE };
    const { items, to } = await this.chosen.page(range, filter);
    return this.#passed(items.map(streamedChange), to);
  }

  async #block(): Promise<Iterable<string>> {
    const block = await this.tail.older(this.#at);
    const to = block.at(-1)?.position;
    if (to !== undefined) return this.#passed(block, to);
    // The ledger ends before the head that was seen: the tail will find that out.
    await this.tail.changed(this.tail.head, AGAIN_MS, this.#over);
    return [];
  }

  #passed(some: readonly StreamedChange[], to: number): Iterable<string> {
    const { filter, open } = this.options;
    const wanted = some.filter((one) => wants(filter, one));
    const frames = wanted.map((one) => changeFrame(one.position, one.json(open)));
    if (wanted.at(-1)?.position !== to) frames.push(positionFrame(to));
    this.#at = this.#told = to;
    return pieces(frames);
  }

  /** The ledger was replaced by an older one under our eyes: what came after that is not what the client knows by these ids. */
  #reset(): Iterable<string> {
    const { times, to } = this.tail.truncated;
    this.#fellBack = times;
    if (this.#at <= to) return [];
    this.#at = this.#told = to;
    return [resetFrame('beyond-head', to)];
  }

  /** Where it has got to, when that is news: what was passed over is not looked at again. */
  #heartbeat(): string {
    if (this.#told === this.#at) return HEARTBEAT;
    this.#told = this.#at;
    return positionFrame(this.#at);
  }

  async #goesOn(): Promise<boolean> {
    return !this.#over.aborted && (await this.#admitted());
  }

  #said(piece: string): string {
    this.#spokeAt = performance.now();
    return piece;
  }

  #msToHeartbeat(): number {
    return Math.max(0, this.#spokeAt + this.options.heartbeatMs - performance.now());
  }

  /** Asked again at every heartbeat's distance; nobody can tell while the database is away, and there is nothing to read. */
  async #admitted(): Promise<boolean> {
    if (performance.now() - this.#askedAt < this.options.heartbeatMs) return true;
    this.#askedAt = performance.now();
    return this.options.admitted().catch(() => true);
  }
}
