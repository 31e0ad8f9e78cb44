import { Injectable } from '@nestjs/common';
import { type Kysely, sql } from 'kysely';
import { chunksOf } from '#concurrency/async-iteration.js';
import { KeyedMutex } from '#concurrency/keyed-mutex.js';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { Database } from '#database/tables.js';
import {
  type Appended,
  type Codec,
  type Context,
  decodeReadable,
  decodeRow,
  eventColumns,
  type EventRow,
  type Model,
  Outdated,
  type Recorded,
  recordedAs,
  type StreamAppend,
  recordsIn,
} from './events.js';
import { type AppendContext, type Changed, type ChangeOptions, changeStream } from './change-stream.js';
import { encodeAppend } from './encoding.js';
import { type CommittedBatch, GroupCommit, MOST_QUEUED } from './group-commit.js';
import { inSpan } from '#tracing/tracing.js';
import { forget, stage } from './ledger-append.js';
import { LedgerHead, type Look } from './ledger-head.js';
import { type LoadOptions, rowsOfStream, StreamStates } from './stream-states.js';

/** In one piece of a large append. */
const STREAMS_STAGED = 1_000;

interface Reading {
  /** Positions, the first exclusive and the last included. */
  after: number;
  upTo?: number;
  limit: number;
  types?: readonly string[] | undefined;
  streams?: readonly string[] | undefined;
  /** What becomes of an event that cannot be decoded; absent: an error. `raw`: as stored, marked as unreadable. */
  unreadable?: 'raw' | 'skip';
}

/**
 * The ledger: an append-only log of events in one order without gaps.
 *
 * Once `append` resolves, its events are committed, and every later read by anyone sees them. When it rejects, nothing
 * was recorded, with one exception: after a lost connection and a failed retry, the outcome is unknown. Ids make appends
 * idempotent: a repeated append is either recorded or returned as `replayed`.
 *
 * Positions are given out in commit order, so `position > n order by position` never misses an event that comes later.
 * Appends of one process share transactions, but one that conflicts does not fail the others.
 */
@Injectable()
export class EventStore<E> {
  private readonly commits: GroupCommit;
  private readonly heads: LedgerHead;
  private readonly states: StreamStates<E>;
  private readonly changing = new KeyedMutex();

  constructor(
    private readonly db: LedgerDatabase,
    readonly codec: Codec<E>,
    /** Appends that wait for their turn in this process. */
    mostQueued = MOST_QUEUED,
    clock = new Clock(),
  ) {
    this.commits = new GroupCommit(db, mostQueued, clock);
    this.heads = new LedgerHead(db);
    this.states = new StreamStates(db, codec, this.heads);
  }

  /** Appends of this process that wait for their turn. */
  get queued(): number {
    return this.commits.queued;
  }

  /** Tells of each batch of appends that this process sends. */
  observeBatches(observe: (batch: CommittedBatch) => void): void {
    this.commits.onBatch = observe;
  }

  /**
   * Records the events of one or several streams, all or nothing. Ids are checked first, then expected versions.
   *
   * @throws Conflict a stream is not at the expected version
   * @throws IdReused an id is on record with other content, or not all of the append's ids are
   * @throws Unstorable PostgreSQL cannot store a value
   * @throws Outdated what the look assumes is no longer so; of a single event
   * @throws AppendQueueFull too many appends are waiting
   * @throws TimeJumped the clock of the database is ahead by more than a day
   */
  async append(appends: readonly StreamAppend<E>[], context: AppendContext): Promise<Appended<E>> {
    const attributes = { 'jalon.streams': appends.length };
    const appended = await inSpan('append', { attributes }, () => this.record(appends, context));
    if (!appended) throw new Outdated();
    return appended;
  }

  /**
   * The same for more events than memory should hold: they are staged in pieces, and recorded by one statement.
   *
   * @param id of this append, whoever tries it again
   * @param staged is told how many events are staged so far
   * @returns the position of the last event, also if they were on record
   */
  async appendInPieces(
    { id, appends }: { id: string; appends: Iterable<StreamAppend<E>> },
    context: Context,
    staged: (events: number) => Promise<void>,
  ): Promise<number> {
    return inSpan('append', {}, async () => {
      let events = 0;
      try {
        for (const piece of chunksOf(appends, STREAMS_STAGED)) {
          const { rows } = await encodeAppend(this.codec, piece, context);
          await stage(this.db, id, events, rows);
          events += rows.length;
          await staged(events);
        }
        return await this.commits.submitStaged(id, events);
      } finally {
        await forget(this.db, id).catch(() => undefined); // what is left here is forgotten a day later
      }
    });
  }

  /** @returns `undefined` if what the look assumes is no longer so */
  private async record(appends: readonly StreamAppend<E>[], context: AppendContext): Promise<Appended<E> | undefined> {
    const encoded = await encodeAppend(this.codec, appends, context);
    const assumed = context.look?.assumption;
    if (assumed && encoded.rows.length > 1) return undefined;
    if (assumed) assumed.isSettled = true;
    const outcome = await this.commits.submit(encoded.rows, assumed);
    if (assumed) assumed.isSettled = outcome.kind !== 'outdated';
    if (outcome.kind === 'outdated') return undefined;
    if (outcome.kind === 'replayed') {
      const found = await this.findAll(encoded.rows.map((row) => row.id));
      return { replayed: true, recorded: encoded.rows.flatMap((row) => found.get(row.id) ?? []) };
    }
    const recorded = encoded.events.map((event, index) => {
      const { id = '', stream = '', correlationId = null, causationId = null } = encoded.rows[index] ?? {};
      // Written out: spreading costs half of what an append costs this process.
      const row = {
        position: outcome.first + index,
        id,
        stream,
        version: outcome.versions[index] ?? NaN,
        actor: context.actor,
        correlation_id: correlationId,
        causation_id: causationId,
        recorded_at: outcome.recordedAt,
        traceparent: null,
      };
      return recordedAs(row, event);
    });
    return { replayed: false, recorded };
  }

  /** A stream in order, up to and with position `upTo`; empty when there is none. */
  async read(stream: string, { upTo }: { upTo?: number | undefined } = {}): Promise<Recorded<E>[]> {
    return (await rowsOfStream(this.db, stream, { upTo })).map((row) => decodeRow(this.codec, row));
  }

  /** Several streams, each in order, up to and with position `upTo`; those that do not exist are left out. */
  async readStreams(streams: readonly string[], { upTo }: { upTo: number }): Promise<Map<string, Recorded<E>[]>> {
    const rows = await this.db
      .selectFrom('event')
      .select(eventColumns)
      .where(sql<boolean>`stream = any(${[...streams]}::text[])`)
      .where('position', '<=', upTo)
      .orderBy('stream')
      .orderBy('version')
      .execute();
    return recordsIn(rows, (row) => decodeRow(this.codec, row));
  }

  /** The events in order, in batches; optionally of some types or streams only. */
  async readAll(reading: Reading): Promise<Recorded<E>[]> {
    const rows = await this.readRows(reading);
    if (reading.unreadable === undefined) return rows.map((row) => decodeRow(this.codec, row));
    return decodeReadable(this.codec, rows, { keepRaw: reading.unreadable === 'raw' });
  }

  /** The same, as they are stored: for readers that go on when an event cannot be decoded. */
  async readRows({ after, upTo, limit, types, streams }: Reading): Promise<EventRow[]> {
    let query = this.db.selectFrom('event').select(eventColumns).where('position', '>', after);
    if (upTo !== undefined) query = query.where('position', '<=', upTo);
    if (types) query = query.where(sql<boolean>`type = any(${[...types]}::text[])`);
    if (streams) query = query.where(sql<boolean>`stream = any(${[...streams]}::text[])`);
    return query.orderBy('position').limit(limit).execute();
  }

  async find(id: string): Promise<Recorded<E> | undefined> {
    return (await this.findAll([id])).get(id);
  }

  /** Those of the ids that are on record. */
  async findAll(ids: readonly string[]): Promise<Map<string, Recorded<E>>> {
    const rows = await this.db.ledger
      .selectFrom('event')
      .select(eventColumns)
      .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
      .execute();
    return new Map(rows.map((row) => [row.id, decodeRow(this.codec, row)]));
  }

  /** A position with the epoch in which its event was recorded. */
  written(position: number): string {
    return this.db.epochs.written(position);
  }

  /** Where the ledger stands, for all that a request reads: one statement, shared by all who ask at once. */
  async look(): Promise<Look> {
    return this.heads.look();
  }

  /** @see LedgerHead.assumed; nothing is assumed while something is being changed */
  assumed(): Look | undefined {
    return this.changing.isIdle ? this.heads.assumed() : undefined;
  }

  /** The last position; 0 on an empty ledger. */
  async head(): Promise<number> {
    return (await this.look()).position;
  }

  /** The id of the event at a position, if there is one. */
  async idAt(position: number): Promise<string | undefined> {
    const event = this.db.ledger.selectFrom('event').select('id').where('position', '=', position);
    return (await event.executeTakeFirst())?.id;
  }

  /** The last position recorded at or before the instant; 0 when there is none. */
  async positionAt(instant: Date): Promise<number> {
    return positionAt(this.db, instant);
  }

  /**
   * The state of a stream now, or as it was at position `upTo`, and its version (0: no such stream). It is never older than
   * the ledger at the time of the call, or of the look.
   */
  async load<S, T extends E>(
    stream: string,
    model: Model<S, T>,
    options?: LoadOptions,
  ): Promise<{ state: S; version: number }> {
    return this.states.load(stream, model, options);
  }

  /**
   * The states of several streams now, or as they were at position `upTo`, with one query; missing streams are omitted.
   *
   * @param options.skipUnreadable omits streams with an event that cannot be decoded: for lists, which show the others
   */
  async loadAll<S, T extends E>(
    streams: readonly string[],
    model: Model<S, T>,
    options: LoadOptions & { skipUnreadable?: boolean } = {},
  ): Promise<ReadonlyMap<string, S>> {
    return this.states.loadAll(streams, model, options);
  }

  /** @see changeStream; within one process, the changes of one stream run one after the other, so that they do not race each other. */
  async change<S, T extends E>(
    stream: string,
    model: Model<S, T>,
    decide: (state: S, version: number) => readonly T[],
    options: ChangeOptions,
  ): Promise<Changed<S, E>> {
    return this.changing.runExclusive(stream, async () => {
      const look = options.look ?? (await this.look());
      const changed = await changeStream(this, stream, model, decide, { ...options, look });
      const last = changed.recorded.at(-1);
      if (last && !changed.replayed) this.states.keep(stream, model, changed.state, last, look);
      return changed;
    });
  }
}

/** A binary search: `recorded_at` grows with the position and needs no index of its own. */
async function positionAt(db: Kysely<Database>, instant: Date): Promise<number> {
  const { rows } = await sql<{ position: number }>`
    with recursive search (low, high) as (
      select 0::bigint, position from ledger_head
      union all
      select
        case when event.recorded_at <= ${instant} then event.position else low end,
        case when event.recorded_at <= ${instant} then high else event.position - 1 end
      from search join event on event.position = (low + high + 1) / 2
      where low < high
    )
    select low as position from search where low = high
  `.execute(db);
  return rows[0]?.position ?? 0;
}
