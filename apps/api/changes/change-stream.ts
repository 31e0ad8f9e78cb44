import type { Feed, FeedEntry } from '#event-store/live-feed.js';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Filter } from '#subscriptions/filter.js';
import { outageOf } from '#database/errors.js';
import { placedAnswerOf } from './changes.controller.js';
import { type ChosenChanges, type RecordedChange, wants } from './chosen-changes.js';

/** A change on its way to all who read along: it is made and written once. */
export interface StreamedChange extends FeedEntry, RecordedChange {
  /** @param open read without a key: who recorded it is not told */
  json(open: boolean): string;
}

export function streamedChange(placed: RecordedChange): StreamedChange {
  const open = jsonOf(placed, true);
  let closed: string | undefined;
  return {
    ...placed,
    position: placed.recorded.position,
    size: open.length * 3, // twice as JSON, once as what that was made of
    json: (isOpen) => (isOpen ? open : (closed ??= jsonOf(placed, false))),
  };
}

const PAGE = 100;
const AGAIN_MS = 1_000;

interface StreamOptions {
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
      if (outageOf(error) === undefined) throw error;
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

/**
 * What a client takes at its own pace. A piece is asked for when the one before is taken, so that no more than one waits here;
 * a client that takes nothing of it for too long is cut off.
 */
export class Outlet extends Readable {
  #late: NodeJS.Timeout | undefined;

  /** @param onOver called once, however it ends: `pieces` may then be in the middle of waiting for something */
  constructor(
    private readonly pieces: AsyncGenerator<string, void>,
    private readonly patienceMs: number,
    private readonly onOver: (cutOff: boolean) => void,
  ) {
    super({ highWaterMark: 1 });
  }

  override _read(): void {
    clearTimeout(this.#late);
    this.#late = undefined;
    this.pieces.next().then(
      (next) => {
        this.#give(next);
      },
      (error: unknown) => {
        this.destroy(error as Error);
      },
    );
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#late);
    this.onOver(error instanceof TooSlow);
    void this.pieces.return().catch(() => undefined);
    done(error);
  }

  #give({ done, value }: IteratorResult<string, void>): void {
    if (this.destroyed || this.push(done ? null : value)) return;
    this.#late = setTimeout(() => {
      this.destroy(new TooSlow('the client takes nothing'));
    }, this.patienceMs);
  }
}

class TooSlow extends Error {}

/**
 * Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). JSON holds no line ends, so that
 * each is one line of data.
 */
const frame = (id: number, event: string, json: string): string => `id: ${id}\nevent: ${event}\ndata: ${json}\n\n`;

export const changeFrame = (position: number, json: string): string => frame(position, 'change', json);

/** Up to here there is nothing else for this client: it goes on from here, however rare what it waits for. */
export const positionFrame = (position: number): string => frame(position, 'position', JSON.stringify({ position }));

export const resetFrame = (reason: ResetReason, head: number): string =>
  frame(head, 'reset', JSON.stringify({ reason, head }));

/** A comment, which no client sees and every proxy does. */
export const HEARTBEAT = ':\n\n';

/** When to come back after the connection has ended. */
export const retryFrame = (ms: number): string => `retry: ${ms}\n\n`;

const LARGEST = 32 * 1024;

/** Joined to pieces of about that size, so that a client which takes little is given little at a time. */
function* pieces(frames: Iterable<string>): Generator<string> {
  let piece = '';
  for (const one of frames) {
    if (piece !== '' && piece.length + one.length > LARGEST) {
      yield piece;
      piece = '';
    }
    piece += one;
  }
  if (piece !== '') yield piece;
}

const jsonOf = (placed: RecordedChange, open: boolean): string => JSON.stringify(placedAnswerOf(placed, open));

/** Why a client has to start anew: what it named is no position, or one that this ledger has not come to. */
export type ResetReason = 'not-a-position' | 'beyond-head';

export interface Start {
  /** The last position that the client knows already. */
  position: number;
  /** What it named cannot be gone on from: it starts at the head, and is told so. */
  reset: ResetReason | null;
}

/**
 * Where a stream begins. `Last-Event-ID` is what a client has seen last, so it goes before the address, which a reconnecting
 * `EventSource` repeats unchanged; without either, a stream begins now.
 */
export function startOf(lastEventId: string | undefined, after: number | undefined, head: number): Start {
  const id = lastEventId?.trim();
  if (id && !/^\d{1,15}$/.test(id)) return { position: head, reset: 'not-a-position' };
  const asked = id ? Number(id) : (after ?? head);
  return asked > head ? { position: head, reset: 'beyond-head' } : { position: asked, reset: null };
}
