import { sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import { TimeSlice } from '#concurrency/time-slice.js';
import type { LedgerDatabase } from '#database/connection.js';
import type { EventTable } from '#database/tables/ledger.js';
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

/**
 * The states of streams. Those of now are kept in memory and updated with later events, so they are never older than the
 * ledger at the time of the call. One whose last event is no longer on record is dropped: the ledger was rewound.
 */
export class StreamStates<E> {
  readonly #cache = new StateCache();

  constructor(
    private readonly db: LedgerDatabase,
    private readonly codec: Codec<E>,
  ) {}

  /** @param upTo the last position to read; absent: now */
  async load<S, T extends E>(
    stream: string,
    model: Model<S, T>,
    upTo?: number,
  ): Promise<{ state: S; version: number }> {
    const known = this.#known(model, stream, upTo);
    const rows = await rowsOfStream(this.db, stream, { from: known?.version, upTo });
    const { state, version } = await this.#updated(stream, model, known, rows, upTo);
    return { state, version };
  }

  /** @see EventStore.loadAll */
  async loadAll<S, T extends E>(
    streams: readonly string[],
    model: Model<S, T>,
    { upTo, skipUnreadable = false }: { upTo?: number | undefined; skipUnreadable?: boolean },
  ): Promise<ReadonlyMap<string, S>> {
    if (streams.length === 0) return new Map();
    const held = new Map(streams.map((stream) => [stream, this.#known(model, stream, upTo)]));
    const versions = [...held.values()].map((known) => known?.version ?? 1);
    const { rows } = await sql<EventTable>`
      select event.* from unnest(${[...held.keys()]}::text[], ${versions}::int[]) as held (stream, version)
      join event on event.stream = held.stream and event.version >= held.version
      where ${upTo === undefined ? sql`true` : sql`event.position <= ${upTo}`}
      order by event.stream, event.version
    `.execute(this.db.ledger);
    const byStream = await recordsIn(rows, (row) => row);
    const states = new Map<string, S>();
    const slice = new TimeSlice();
    for (const [stream, known] of held) {
      if (slice.isOver) await slice.yield();
      try {
        const { state, version } = await this.#updated(stream, model, known, byStream.get(stream) ?? [], upTo);
        if (version > 0) states.set(stream, state);
      } catch (error) {
        if (!skipUnreadable || !(error instanceof UnreadableEvent)) throw error;
      }
    }
    return states;
  }

  #known<S, T extends E>(model: Model<S, T>, stream: string, upTo: number | undefined): CachedState<S> | undefined {
    return upTo === undefined ? this.#cache.get(model, stream) : undefined;
  }

  /** @param rows from the last event of `known` on; if it is another one or missing, the ledger was rewound */
  async #updated<S, T extends E>(
    stream: string,
    model: Model<S, T>,
    known: CachedState<S> | undefined,
    rows: readonly EventRow[],
    upTo: number | undefined,
  ): Promise<CachedState<S>> {
    const isLost = known !== undefined && rows[0]?.id !== known.last;
    if (isLost) this.#cache.delete(model, stream);
    const after = isLost
      ? this.#after(model, undefined, await rowsOfStream(this.db, stream))
      : this.#after(model, known, known ? rows.slice(1) : rows);
    if (upTo === undefined) this.#cache.set(model, stream, after);
    return after;
  }

  #after<S, T extends E>(
    model: Model<S, T>,
    known: CachedState<S> = { state: model.initial, version: 0, last: '' },
    rows: readonly EventRow[],
  ): CachedState<S> {
    const news = rows.map((row) => decodeRow(this.codec, row) as Recorded<T>);
    const { version, id: last } = news.at(-1) ?? { version: known.version, id: known.last };
    return { state: fold(model, known.state, news), version, last };
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
}

/**
 * An LRU cache of states by stream for each model. It only saves reads: any state may be evicted. A state counts for as much
 * as its stream has events, since it may hold all of them.
 */
class StateCache {
  private readonly states = new WeakMap<object, LRUCache<string, CachedState<unknown>>>();

  constructor(private readonly eventsPerModel = 20_000) {}

  get<S, E>(model: Model<S, E>, stream: string): CachedState<S> | undefined {
    return this.states.get(model)?.get(stream) as CachedState<S> | undefined;
  }

  set<S, E>(model: Model<S, E>, stream: string, cached: CachedState<S>): void {
    const states = this.#statesOf(model);
    if (cached.version === 0) return;
    // Two loads may finish out of order; the later version wins.
    if ((states.peek(stream)?.version ?? -1) <= cached.version) states.set(stream, cached);
  }

  delete(model: object, stream: string): void {
    this.states.get(model)?.delete(stream);
  }

  #statesOf(model: object): LRUCache<string, CachedState<unknown>> {
    const maxSize = this.eventsPerModel;
    // The cache holds nothing larger than its maximum, so a longer stream is counted as filling it.
    const sizeCalculation = ({ version }: CachedState<unknown>) => Math.min(version, maxSize);
    const states = this.states.get(model) ?? new LRUCache({ maxSize, sizeCalculation });
    this.states.set(model, states);
    return states;
  }
}
