import type {} from '@fastify/rate-limit';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Rejection } from '../problem/rejection.js';

type Limiter = ReturnType<FastifyInstance['createRateLimit']>;

/** Per address and minute, of this process. Generous: they are there against loops and guessing, not for metering. */
const REFUSED_KEYS = 120;
const PUBLIC_READS = 3_000;

/** Counts what strangers do. Whoever has a key is not counted. */
@Injectable()
export class RateLimits {
  #refusedKeys: Limiter | undefined;
  #publicReads: Limiter | undefined;

  constructor(private readonly host: HttpAdapterHost) {}

  /** @throws Rejection too-many-requests */
  async countRefusedKey(request: FastifyRequest): Promise<void> {
    this.#refusedKeys ??= this.#limiter(REFUSED_KEYS);
    await count(this.#refusedKeys, request);
  }

  /** @throws Rejection too-many-requests */
  async countPublicRead(request: FastifyRequest): Promise<void> {
    this.#publicReads ??= this.#limiter(PUBLIC_READS);
    await count(this.#publicReads, request);
  }

  #limiter(max: number): Limiter {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    return fastify.createRateLimit({ max, timeWindow: '1 minute' });
  }
}

async function count(limiter: Limiter, request: FastifyRequest): Promise<void> {
  const state = await limiter(request);
  if (state.isAllowed || !state.isExceeded) return;
  throw new Rejection('too-many-requests', undefined, [], {
    'Retry-After': String(Math.max(1, state.ttlInSeconds)),
  });
}
