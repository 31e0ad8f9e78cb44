import '@fastify/rate-limit';
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { clientNetwork } from '../http/client-network.js';
import { retryAfter } from '../problem/rejection.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The limits that this request was counted for. */
    limits?: Limited[];
  }
}

/** Of one client. */
interface Limited {
  name: LimitName;
  /** Requests per `WINDOW_SECONDS`. */
  quota: number;
  remaining: number;
  /** Seconds until the next window. */
  reset: number;
}

type LimitName = 'public-read' | 'unknown-key';

type Limiter = ReturnType<FastifyInstance['createRateLimit']>;

/** Per client and window, in this process. They prevent loops and guessing of secrets and are not meant for metering. */
const QUOTAS: Record<LimitName, number> = { 'unknown-key': 120, 'public-read': 3_000 };
const WINDOW_SECONDS = 60;

/** How many secrets are remembered as valid, and for how long. */
const RECOGNIZED = 10_000;
const RECOGNIZED_MS = 3_600_000;

/**
 * Rate limits for requests without a valid key. A client is an IPv4 address or an IPv6 network of 64 bits.
 */
@Injectable()
export class RateLimits {
  readonly #limiters = new Map<LimitName, Limiter>();
  /** Hashes of secrets that were valid lately. */
  readonly #recognized = new LRUCache<string, true>({ max: RECOGNIZED, ttl: RECOGNIZED_MS });
  /** Others with the same secret wait for the first, so that a client may begin with many requests at once. */
  readonly #firstAttempts = new Map<string, Promise<void>>();

  constructor(private readonly host: HttpAdapterHost) {}

  /**
   * Looks up an API key, a session or a feed by a secret that the client sent. A client that has tried too many unknown ones is
   * refused before the database is asked. Secrets that were valid lately do not count: others at the same address cannot lock
   * their holders out.
   *
   * @param secret empty if none was sent, which counts as an attempt
   * @throws Rejection too-many-requests
   */
  async lookUp<T>(
    request: FastifyRequest,
    secret: string,
    find: (secret: string) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const hash = createHash('sha256').update(secret).digest('base64');
    await this.#firstAttempts.get(hash);
    const attempt = this.#attempt(request, hash, async () => (secret === '' ? undefined : find(secret)));
    if (!this.#firstAttempts.has(hash)) {
      const forget = () => void this.#firstAttempts.delete(hash);
      this.#firstAttempts.set(hash, attempt.then(forget, forget));
    }
    return attempt;
  }

  async #attempt<T>(request: FastifyRequest, hash: string, find: () => Promise<T | undefined>): Promise<T | undefined> {
    const isNew = !this.#recognized.has(hash);
    const limited = isNew ? await this.#count('unknown-key', request) : undefined;
    const found = await find();
    if (found === undefined) this.#recognized.delete(hash);
    else this.#recognized.set(hash, true);
    if (found === undefined && limited) tell(request, limited);
    return found;
  }

  /** @throws Rejection too-many-requests */
  async countPublicRead(request: FastifyRequest): Promise<void> {
    tell(request, await this.#count('public-read', request));
  }

  /** @throws Rejection too-many-requests */
  async #count(name: LimitName, request: FastifyRequest): Promise<Limited | undefined> {
    const limiter = this.#limiters.get(name) ?? this.#limiter(QUOTAS[name]);
    this.#limiters.set(name, limiter);
    const state = await limiter(request);
    if (state.isAllowed) return undefined;
    const { remaining, ttlInSeconds, isExceeded } = state;
    const limited = { name, quota: QUOTAS[name], remaining, reset: Math.max(1, ttlInSeconds) };
    if (!isExceeded) return limited;
    tell(request, limited);
    throw retryAfter(limited.reset, 'too-many-requests');
  }

  #limiter(max: number): Limiter {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    return fastify.createRateLimit({ max, timeWindow: WINDOW_SECONDS * 1000, keyGenerator: clientNetwork });
  }
}

function tell(request: FastifyRequest, limited: Limited | undefined): void {
  if (limited) request.limits = [...(request.limits ?? []), limited];
}

/** Tells clients of the limits that they were counted for (IETF draft httpapi-ratelimit-headers). */
export function tellLimits(fastify: FastifyInstance): void {
  fastify.addHook('onSend', ({ limits }, reply, _payload, done) => {
    if (limits)
      void reply.headers({
        'RateLimit-Policy': limits.map(({ name, quota }) => `"${name}";q=${quota};w=${WINDOW_SECONDS}`).join(', '),
        RateLimit: limits.map(({ name, remaining, reset }) => `"${name}";r=${remaining};t=${reset}`).join(', '),
      });
    done();
  });
}
