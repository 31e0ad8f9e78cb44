import '@fastify/rate-limit';
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Limited } from '../http/request.js';
import { retryAfter } from '../problem/rejection.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import ipaddr from 'ipaddr.js';

const IPV6_BITS = 64;

/**
 * The client that a limit applies to: an IPv4 address, or the network of 64 bits of an IPv6 address, since one subscriber line
 * has at least that many. Behind a proxy that `TRUST_PROXY` names, the address that it forwards for; otherwise, the peer's.
 */
export function clientNetwork({ ip }: Pick<FastifyRequest, 'ip'>): string {
  const bare = ip.split('%', 1)[0] ?? '';
  if (!ipaddr.isValid(bare)) return ip;
  const address = ipaddr.process(bare);
  if (address instanceof ipaddr.IPv4) return address.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${IPV6_BITS}`).toString();
}

type LimitName = 'public-read' | 'unknown-key';

type Limiter = ReturnType<FastifyInstance['createRateLimit']>;

const WINDOW_SECONDS = 60;

/**
 * Rate limits for requests without a valid key, per window, in this process. They prevent loops and guessing of secrets and
 * are not meant for metering. A client is an IPv4 address or an IPv6 network of 64 bits.
 */
@Injectable()
export class RateLimits {
  readonly #limiters = new Map<LimitName, Limiter>();
  readonly #quotas: Record<LimitName, number>;

  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(SETTINGS) { limits }: ApiSettings,
  ) {
    this.#quotas = { 'unknown-key': 120, 'public-read': limits.publicReads };
  }

  /**
   * Looks up an API key, a session or a feed by a secret that the client sent. Only unknown ones count, and a client that has
   * tried too many is told so: a holder at the same address, or after an outage, is never refused. Each try costs the database
   * one look-up by an index.
   *
   * @param secret empty if none was sent, which counts as an attempt
   * @throws Rejection too-many-requests
   */
  async lookUp<T>(
    request: FastifyRequest,
    secret: string,
    find: (secret: string) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const found = secret === '' ? undefined : await find(secret);
    if (found === undefined) noteLimit(request, await this.#count('unknown-key', request));
    return found;
  }

  /** @throws Rejection too-many-requests */
  async countPublicRead(request: FastifyRequest): Promise<void> {
    noteLimit(request, await this.#count('public-read', request));
  }

  /** @throws Rejection too-many-requests */
  async #count(name: LimitName, request: FastifyRequest): Promise<Limited | undefined> {
    const quota = this.#quotas[name];
    const limiter = this.#limiters.get(name) ?? this.#limiter(quota);
    this.#limiters.set(name, limiter);
    const state = await limiter(request);
    if (state.isAllowed) return undefined;
    const { remaining, ttlInSeconds, isExceeded } = state;
    const limited = { name, quota, windowSeconds: WINDOW_SECONDS, remaining, reset: Math.max(1, ttlInSeconds) };
    if (!isExceeded) return limited;
    noteLimit(request, limited);
    throw retryAfter(limited.reset, 'too-many-requests');
  }

  #limiter(max: number): Limiter {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    return fastify.createRateLimit({ max, timeWindow: WINDOW_SECONDS * 1000, keyGenerator: clientNetwork });
  }
}

function noteLimit(request: FastifyRequest, limited: Limited | undefined): void {
  if (limited) request.limits = [...(request.limits ?? []), limited];
}
