import { setTimeout as sleep } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { reason } from '#domain/refusal.js';
import { clientNetwork } from '../http/client-network.js';
import { Metrics } from '../operations/metrics.js';
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
