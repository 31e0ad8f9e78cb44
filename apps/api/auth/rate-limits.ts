import '@fastify/rate-limit';
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { clientNetwork } from '../http/client-network.js';
import { retryAfter } from '../problem/rejection.js';

type Limiter = ReturnType<FastifyInstance['createRateLimit']>;

/** Per client and minute, in this process. They prevent loops and guessing of secrets and are not meant for metering. */
const ATTEMPTS = 120;
const PUBLIC_READS = 3_000;

/** How many secrets are remembered as valid, and for how long. */
const RECOGNIZED = 10_000;
const RECOGNIZED_MS = 3_600_000;

/**
 * Rate limits for requests without a valid key. A client is an IPv4 address or an IPv6 network of 64 bits.
 */
@Injectable()
export class RateLimits {
  #attempts: Limiter | undefined;
  #publicReads: Limiter | undefined;
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
    if (!this.#recognized.has(hash)) {
      this.#attempts ??= this.#limiter(ATTEMPTS);
      await count(this.#attempts, request);
    }
    const found = await find();
    if (found === undefined) this.#recognized.delete(hash);
    else this.#recognized.set(hash, true);
    return found;
  }

  /** @throws Rejection too-many-requests */
  async countPublicRead(request: FastifyRequest): Promise<void> {
    this.#publicReads ??= this.#limiter(PUBLIC_READS);
    await count(this.#publicReads, request);
  }

  #limiter(max: number): Limiter {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    return fastify.createRateLimit({ max, timeWindow: '1 minute', keyGenerator: clientNetwork });
  }
}

async function count(limiter: Limiter, request: FastifyRequest): Promise<void> {
  const state = await limiter(request);
  if (state.isAllowed || !state.isExceeded) return;
  throw retryAfter(Math.max(1, state.ttlInSeconds), 'too-many-requests');
}
