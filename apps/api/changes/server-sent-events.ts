import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { reason } from '#domain/refusal.js';
import { clientNetwork } from '../auth/rate-limits.js';
import { Metrics } from '../operations/operations.controller.js';
import { retryAfter } from '../problem/rejection.js';
import { type ApiSettings, SETTINGS } from '../settings.js';

/** Time for clients to receive pending data at shutdown. */
const GRACE_MS = 1_000;
const AGAIN_SECONDS = 30;

/** One of the streams that may be open; released when the stream ends. */
export interface Seat {
  /** Aborted when the stream must end with a retry frame. */
  signal: AbortSignal;
  giveUp(): void;
  /** @param cut ends the stream immediately */
  hold(over: Promise<void>, cut: () => void): void;
}

interface Open {
  ending: AbortController;
  over?: Promise<void>;
  cut?: () => void;
}

/** Limits the open streams of this process, and ends them at shutdown. */
@Injectable()
export class OpenStreams implements BeforeApplicationShutdown {
  readonly #open = new Set<Open>();
  readonly #counts = new Map<string, number>();
  #closing = false;

  constructor(
    @Inject(SETTINGS) private readonly settings: ApiSettings,
    private readonly metrics: Metrics,
  ) {}

  /** @throws Rejection too-many-requests, unavailable */
  take(request: FastifyRequest): Seat {
    const { caller } = request;
    if (this.#closing) throw retryAfter(2, 'unavailable', reason('server-stopping'));
    const { JALON_STREAMS_EACH: each, limits } = this.settings;
    const owner = caller ? `key ${caller.id}` : `address ${clientNetwork(request)}`;
    const count = this.#counts.get(owner) ?? 0;
    const tooMany = reason(caller ? 'streams-of-key' : 'streams-of-address', { limit: each });
    if (count >= each) throw retryAfter(AGAIN_SECONDS, 'too-many-requests', tooMany);
    if (this.#open.size >= limits.streams) throw retryAfter(AGAIN_SECONDS, 'unavailable', reason('streams-full'));
    this.#counts.set(owner, count + 1);
    return this.#opened(owner);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#closing = true;
    const open = [...this.#open];
    for (const { ending } of open) ending.abort();
    const all = Promise.all(open.flatMap(({ over }) => over ?? []));
    await Promise.race([all, sleep(GRACE_MS, undefined, { ref: false })]);
    for (const { cut } of this.#open) cut?.();
    await all;
  }

  #opened(owner: string): Seat {
    const one: Open = { ending: new AbortController() };
    this.#open.add(one);
    this.metrics.streaming(this.#open.size);
    const giveUp = (): void => {
      if (this.#open.delete(one)) this.#count(owner);
    };
    return {
      signal: one.ending.signal,
      giveUp,
      hold: (over, cut) => {
        one.cut = cut;
        one.over = over.finally(giveUp);
      },
    };
  }

  #count(owner: string): void {
    const left = (this.#counts.get(owner) ?? 1) - 1;
    if (left > 0) this.#counts.set(owner, left);
    else this.#counts.delete(owner);
    this.metrics.streaming(this.#open.size);
  }
}

/**
 * Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). JSON contains no line
 * breaks, so each event is one line of data.
 */
const frame = (id: string, event: string, json: string): string => `id: ${id}\nevent: ${event}\ndata: ${json}\n\n`;

/** @param id the position with its epoch */
export const changeFrame = (id: string, json: string): string => frame(id, 'change', json);

/** Nothing else matches up to this position; the client resumes here even if its filter rarely matches. */
export const positionFrame = (id: string, position: number): string =>
  frame(id, 'position', JSON.stringify({ position }));

/**
 * Why a client must start over: its id is not a position, or is beyond the head of this ledger, or the ledger was rewound to an
 * earlier position.
 */
export type ResetReason = 'not-a-position' | 'beyond-head' | 'ledger-reset';

/** @param reset the stream continues after `position` */
export const resetFrame = (id: string, reset: { reason: ResetReason; position: number; head: number }): string =>
  frame(id, 'reset', JSON.stringify(reset));

/** A comment: clients ignore it, and it keeps the connection open in proxies. */
export const HEARTBEAT = ':\n\n';

export const retryFrame = (ms: number): string => `retry: ${ms}\n\n`;

const LARGEST = 32 * 1024;

/** Joins frames into pieces of about `LARGEST` characters, which bounds the buffer of slow clients. */
export function* pieces(frames: Iterable<string>): Generator<string> {
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

/**
 * The response body. A piece is requested when the previous one was read, so that at most one is buffered; a client that
 * does not read for `patienceMs` is disconnected.
 */
export class Outlet extends Readable {
  #late: NodeJS.Timeout | undefined;

  /** @param onOver called once at the end; `pieces` may still be waiting then */
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
      this.destroy(new TooSlow('the client does not read'));
    }, this.patienceMs);
  }
}

class TooSlow extends Error {}
