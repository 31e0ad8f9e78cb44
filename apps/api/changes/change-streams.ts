import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Query, Res, StreamableFile, Injectable, Logger } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import { outageOf } from '#database/errors.js';
import { type EpochPosition, type LedgerEpochs, positionIn } from '#database/ledger-epochs.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { type Feed, type FeedEntry, SharedFeed } from '#event-store/live-feed.js';
import type { Filter } from '#subscriptions/filter.js';
import { AuthGuard } from '../auth/auth.guard.js';
import { after } from '../http/query-fields.js';
import { filterFields, QueryFilters } from '../ledger/timelines.js';
import { Route } from '../openapi/route.js';
import { streamedExample, placedAnswerOf, ChosenChanges, type RecordedChange, wants } from './changes.controller.js';
import {
  changeFrame,
  positionFrame,
  OpenStreams,
  type Seat,
  HEARTBEAT,
  pieces,
  type ResetReason,
  resetFrame,
  retryFrame,
  Outlet,
} from './server-sent-events.js';

/** A change as sent to all clients; serialized once. */
export interface StreamedChange extends FeedEntry, RecordedChange {
  /** @param open without a key: the actor is omitted */
  json(open: boolean): string;
}

function streamedChange(placed: RecordedChange): StreamedChange {
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
  retryMs: number;
  admitted: () => Promise<boolean>;
  /** Ends the stream with a final retry frame. */
  ending: AbortSignal;
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

  /** Filters by type and dossier run in the database. */
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

/** Timing of streams in ms; specs use shorter times. */
@Injectable()
export class StreamPace {
  /** At this interval, something is sent and the key is checked. */
  heartbeatMs = 15_000;
  /** A client that does not read for this long is disconnected. */
  patienceMs = 30_000;
  /** Range of the reconnection delay, which is random so that clients do not reconnect all at once. */
  backAfterMs: [number, number] = [1_000, 5_000];
}

interface Asked {
  after: EpochPosition | undefined;
  filter: Filter;
}

/** Opens event streams, which share one feed of the ledger in this process. */
@Injectable()
export class ChangeStreams {
  readonly #log = new Logger(ChangeStreams.name);
  readonly #feed: SharedFeed<StreamedChange>;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly chosen: ChosenChanges,
    private readonly streams: OpenStreams,
    private readonly pace: StreamPace,
    private readonly guard: AuthGuard,
  ) {
    const head = () => this.events.head();
    const read = (after: number, upTo: number) => this.#read(after, upTo);
    const idAt = (position: number) => this.events.idAt(position);
    this.#feed = new SharedFeed(db, { head, idAt, read }, (error) => {
      this.#log.warn(
        `event streams are waiting for the ledger: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
  }

  /** Errors before the first byte become problem responses. HEAD opens no stream. */
  async open(reply: FastifyReply, asked: Asked): Promise<Readable> {
    const { request } = reply;
    if (request.method === 'HEAD') return this.#headers(reply, await this.events.head(), Readable.from([]));
    const seat = this.streams.take(request);
    try {
      const run = await this.#feed.join();
      return this.#headers(reply, run.head, this.#begin(request, seat, run, asked));
    } catch (error) {
      seat.giveUp();
      throw error;
    }
  }

  #headers(reply: FastifyReply, position: number, body: Readable): Readable {
    reply.headers({
      'Jalon-Position': String(position),
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
      Vary: 'Authorization',
    });
    return body;
  }

  #begin(request: FastifyRequest, seat: Seat, run: Feed<StreamedChange>, { after, filter }: Asked): Readable {
    const over = new AbortController();
    const stream = new ChangeStream(run, this.chosen, {
      start: startOf(headerIn(request), after, run.head, this.db.epochs),
      filter,
      open: request.caller === undefined,
      heartbeatMs: this.pace.heartbeatMs,
      retryMs: randomInt(...this.pace.backAfterMs),
      admitted: () => this.guard.stillAdmits(request, 'read'),
      ending: seat.signal,
      gone: over.signal,
    });
    const outlet = new Outlet(stream.pieces(), this.pace.patienceMs, (cutOff) => {
      over.abort();
      request.log.info({ req: request, cutOff }, 'Event stream ended');
    });
    const closed = once(outlet, 'close').catch(() => undefined);
    seat.hold(
      closed.then(() => this.#feed.leave()),
      () => outlet.destroy(),
    );
    return outlet;
  }

  async #read(after: number, upTo: number): Promise<StreamedChange[]> {
    const batch = await this.events.readAll({ after, upTo, limit: upTo - after, unreadable: 'raw' });
    return (await this.chosen.placed(batch)).map(streamedChange);
  }
}

const headerIn = ({ headers }: FastifyRequest): string | undefined => {
  const id = headers['last-event-id'];
  return Array.isArray(id) ? id.join() : id;
};

const EVENT_STREAM = 'text/event-stream';

const StreamQuery = z.strictObject({
  after: after.unwrap().optional().describe('Position of the last known event; default: only new events.'),
  ...filterFields,
});

@ApiTags('changes')
@Controller('v1/events/stream')
export class EventsStreamController {
  constructor(
    private readonly filters: QueryFilters,
    private readonly streams: ChangeStreams,
  ) {}

  @Get()
  @Route({
    summary: 'Stream changes as server-sent events',
    description: [
      'All events after a position that match the filter, then new events as they are recorded, in ledger order. The `id` of each message is its position, as in `Jalon-Position`. To resume after a lost connection, send the last id as `Last-Event-ID`, as `EventSource` does automatically: nothing is missed or repeated.',
      'Messages: `change`, with a Change; `position` `{ position }`, at the start and after events that the filter excluded; `reset` `{ reason, position, head }`, if the id is `not-a-position` or `beyond-head`, or if the ledger was reset to an earlier position (`ledger-reset`): discard what you read after `position`; the stream continues from there. A comment is sent at least every 15 seconds. A client that reads nothing for 30 seconds is disconnected.',
    ].join('\n\n'),
    needs: 'public-read',
    produces: EVENT_STREAM,
    example: positionFrame('30', 30) + changeFrame('31', JSON.stringify(streamedExample)),
    heeds: ['Last-Event-ID'],
    problems: ['not-found'],
  })
  async streamEvents(
    @Query({ schema: StreamQuery }) query: z.output<typeof StreamQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const filter = await this.filters.of(query);
    const body = await this.streams.open(reply, { after: query.after, filter });
    return new StreamableFile(body, { type: `${EVENT_STREAM}; charset=utf-8` });
  }
}
