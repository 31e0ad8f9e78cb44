import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import { TimeSlice } from '#concurrency/time-slice.js';
import type { LedgerDatabase } from '#database/connection.js';
import type { LedgerHead, Look } from './ledger-head.js';
import {
  type Model,
  type Codec,
  decodeRow,
  eventColumns,
  type EventRow,
  fold,
  type Recorded,
  UnreadableEvent,
  recordsIn,
} from './events.js';

/** A read of more streams is not shared: others would wait for it. */
const MOST_SHARED = 100;

/** How states are read. */
export interface LoadOptions {
  /** The last position to read; absent: now. */
  upTo?: number | undefined;
  /** As of which they may be; absent: a look of their own. */
  look?: Look | undefined;
}

/**
 * The states of streams. Those of now are kept in memory: one of a stream that has not changed since is taken from there, and
 * another one is updated with its later events. They are never older than the ledger at the time of the call, or of the look
 * that they are read as of. One whose last event is no longer on record is dropped: the ledger was rewound.
 */
export class StreamStates<E> {
  readonly #cache = new StateCache();
  /** What is read at the end of this turn: streams, each from a version on. */
  #asked: { since: Map<string, number>; rows: Promise<ReadonlyMap<string, EventRow[]>> } | undefined;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly codec: Codec<E>,
    private readonly heads: LedgerHead,
  ) {}

  async load<S, T extends E>(
    stream: string,
    model: Model<S, T>,
    options: LoadOptions = {},
  ): Promise<{ state: S; version: number }> {
    const found = (await this.#read([stream], model, options)).get(stream);
    return found ? { state: found.state, version: found.version } : { state: model.initial, version: 0 };
  }

  /** @see EventStore.loadAll */
  async loadAll<S, T extends E>(
    streams: readonly string[],
    model: Model<S, T>,
    options: LoadOptions & { skipUnreadable?: boolean },
  ): Promise<ReadonlyMap<string, S>> {
    if (streams.length === 0) return new Map();
    const found = await this.#read(streams, model, options);
    return new Map([...found].map(([stream, { state }]) => [stream, state]));
  }

  /** With at most one statement beside the look; streams that are not on record are left out. */
  async #read<S, T extends E>(
    streams: readonly string[],
    model: Model<S, T>,
    { upTo, look, skipUnreadable = false }: LoadOptions & { skipUnreadable?: boolean },
  ): Promise<Map<string, CachedState<S>>> {
    for (const stream of streams) look?.read.add(stream);
    const now = upTo === undefined ? (look ?? (await this.heads.look())) : undefined;
    const states = new Map<string, CachedState<S>>();
    const held = new Map<string, CachedState<S> | undefined>();
    for (const stream of streams) {
      const known = now && this.#cache.get(model, stream);
      if (known && now.isAsOf(stream, known.asOf)) states.set(stream, known);
      else held.set(stream, known);
    }
    if (held.size === 0) return states;
    const since = new Map([...held].map(([stream, known]) => [stream, known?.version ?? 1]));
    const byStream = await (now && held.size <= MOST_SHARED ? this.#rowsShared(since) : this.#rowsSince(since, upTo));
    const slice = new TimeSlice();
    for (const [stream, known] of held) {
      if (slice.isOver) await slice.yield();
      try {
        const rows = (byStream.get(stream) ?? []).filter(({ version }) => version >= (known?.version ?? 1));
        const state = await this.#updated(stream, model, { known, rows, now });
        if (state.version > 0) states.set(stream, state);
      } catch (error) {
        if (!skipUnreadable || !(error instanceof UnreadableEvent)) throw error;
      }
    }
    return states;
  }

  /** With one statement for all who ask at once, so that what others have recorded costs few, however many ask for it. */
  async #rowsShared(since: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, EventRow[]>> {
    const asked = (this.#asked ??= { since: new Map<string, number>(), rows: turn().then(() => this.#rowsAsked()) });
    for (const [stream, version] of since)
      asked.since.set(stream, Math.min(version, asked.since.get(stream) ?? version));
    return asked.rows;
  }

  #rowsAsked(): Promise<ReadonlyMap<string, EventRow[]>> {
    const since = this.#asked?.since ?? new Map<string, number>();
    this.#asked = undefined;
    return this.#rowsSince(since);
  }

  /** By stream, each from a version on. */
  async #rowsSince(since: ReadonlyMap<string, number>, upTo?: number): Promise<ReadonlyMap<string, EventRow[]>> {
    const { rows } = await sql<EventRow>`
      select ${sql.join(eventColumns.map((column) => sql.ref(`event.${column}`)))} from unnest(${[...since.keys()]}::text[], ${[...since.values()]}::int[]) as held (stream, version)
      join event on event.stream = held.stream and event.version >= held.version
      where ${upTo === undefined ? sql`true` : sql`event.position <= ${upTo}`}
      order by event.stream, event.version
    `.execute(this.db.ledger);
    return recordsIn(rows, (row) => row);
  }

  /** What a change has left behind, which need not be read again. */
  keep<S, T extends E>(stream: string, model: Model<S, T>, state: S, last: Recorded<E>, { life }: Look): void {
    const { version, id, position } = last;
    this.heads.recorded(last, life);
    this.#cache.set(model, stream, { state, version, last: id, asOf: { position, life } });
  }

  /** @param rows from the last event of `known` on; if it is another one or missing, the ledger was rewound */
  async #updated<S, T extends E>(
    stream: string,
    model: Model<S, T>,
    { known, rows, now }: { known: CachedState<S> | undefined; rows: readonly EventRow[]; now: Look | undefined },
  ): Promise<CachedState<S>> {
    const isLost = known !== undefined && rows[0]?.id !== known.last;
    if (isLost) this.#cache.delete(model, stream);
    const asOf = now ?? { position: 0, life: 0 };
    const after = isLost
      ? this.#after(model, undefined, await rowsOfStream(this.db, stream), asOf)
      : this.#after(model, known, known ? rows.slice(1) : rows, asOf);
    if (now) this.#cache.set(model, stream, after);
    return after;
  }

  #after<S, T extends E>(
    model: Model<S, T>,
    known: CachedState<S> | undefined,
    rows: readonly EventRow[],
    { position, life }: CachedState<S>['asOf'],
  ): CachedState<S> {
    const news = rows.map((row) => decodeRow(this.codec, row) as Recorded<T>);
    const latest = news.at(-1);
    if (latest) this.heads.saw(latest.position, latest.id);
    const { version, id: last } = latest ?? { version: known?.version ?? 0, id: known?.last ?? '' };
    return { state: fold(model, known?.state ?? model.initial, news), version, last, asOf: { position, life } };
  }
}

/** The events of a stream, from a version on and up to and with position `upTo`; empty if there are none. */
export async function rowsOfStream(
  db: LedgerDatabase,
  stream: string,
  { from = 1, upTo }: { from?: number | undefined; upTo?: number | undefined } = {},
): Promise<EventRow[]> {
  let query = db.ledger
    .selectFrom('event')
    .select(eventColumns)
    .where('stream', '=', stream)
    .where('version', '>=', from)
    .orderBy('version');
  if (upTo !== undefined) query = query.where('position', '<=', upTo);
  return query.execute();
}

interface CachedState<S> {
  state: S;
  version: number;
  /** The id of its last event; empty if it holds none. */
  last: string;
  /** It holds all that was on record there. */
  asOf: { position: number; life: number };
}

/** Of the others, once the states of a model are full, one in so many takes the place of those that were used the longest ago. */
const ONE_IN = 4;

/**
 * States by stream, for each model. It only saves reads: any state may be evicted. A state counts for as much as its stream has
 * events, since it may hold all of them, of some 0.8 kB each; a ledger of 1,600 dossiers with 20 events each fits. Recording on a
 * stream whose state is not kept takes twice as long. Of streams in turn that do not fit, most are kept: if each were, it would
 * be evicted before its next turn.
 */
export class StateCache {
  private readonly states = new WeakMap<object, Kept>();

  constructor(private readonly eventsPerModel = 32_000) {}

  get<S, E>(model: Model<S, E>, stream: string): CachedState<S> | undefined {
    const kept = this.states.get(model);
    return (kept?.long.get(stream) ?? kept?.briefly.get(stream)) as CachedState<S> | undefined;
  }

  set<S, E>(model: Model<S, E>, stream: string, cached: CachedState<S>): void {
    const { long, briefly } = this.#keptOf(model);
    if (cached.version === 0) return;
    // Two loads may finish out of order; the later one wins.
    const other = (long.peek(stream) ?? briefly.peek(stream))?.asOf;
    if (other && other.life >= cached.asOf.life && other.position > cached.asOf.position) return;
    const isFull = long.calculatedSize + cached.version > long.maxSize;
    const isKept = long.has(stream) || !isFull || (!other && Math.random() < 1 / ONE_IN);
    (isKept ? long : briefly).set(stream, cached);
  }

  delete(model: object, stream: string): void {
    const kept = this.states.get(model);
    kept?.long.delete(stream);
    kept?.briefly.delete(stream);
  }

  #keptOf(model: object): Kept {
    const kept = this.states.get(model) ?? {
      long: statesOf(this.eventsPerModel),
      briefly: statesOf(this.eventsPerModel / 16),
    };
    this.states.set(model, kept);
    return kept;
  }
}

interface Kept {
  long: LRUCache<string, CachedState<unknown>>;
  /** For what a request asks for once more. */
  briefly: LRUCache<string, CachedState<unknown>>;
}

/** It holds nothing larger than its maximum, so a longer stream is counted as filling it. */
const statesOf = (maxSize: number): Kept['long'] =>
  new LRUCache({ maxSize, sizeCalculation: ({ version }) => Math.min(version, maxSize) });
