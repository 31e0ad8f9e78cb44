import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LedgerDatabase } from '#database/connection.js';
import type { EpochPosition } from '#database/ledger-epochs.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { type Feed, SharedFeed } from '#event-store/live-feed.js';
import type { Filter } from '#subscriptions/filter.js';
import { AuthGuard } from '../auth/auth.guard.js';
import { ChangeStream, startOf, type StreamedChange, streamedChange } from './change-stream.js';
import { ChosenChanges } from './chosen-changes.js';
import { OpenStreams, type Seat } from './open-streams.js';
import { Outlet } from './server-sent-events.js';

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
  async open(request: FastifyRequest, reply: FastifyReply, asked: Asked): Promise<Readable> {
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
