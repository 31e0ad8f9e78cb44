import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiKeys } from '#access/api-keys.js';
import type { Scope, Principal } from '#access/principal.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { reason } from '#domain/refusal.js';
import type { Reason } from '#domain/reasons.js';
import { EventStore } from '#event-store/event-store.js';
import type { Look } from '#event-store/ledger-head.js';
import { Rejection } from '../problem/rejection.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { lookOf, type Need } from '../http/request.js';
import { NEED } from './caller.js';
import { hasBody } from '../http/request-bodies.js';
import { RateLimits } from './rate-limits.js';

/**
 * Checks the scope of a request's key: before its body is read, so that nobody without a key can send megabytes, and again
 * before the handler, so that no route is unprotected. Routes that a session opens have a guard of their own.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly routes: Reflector,
    private readonly keys: ApiKeys,
    private readonly limits: RateLimits,
    private readonly events: EventStore<LedgerEvent>,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const need = this.routes.getAllAndOverride<Need | undefined>(NEED, [context.getHandler(), context.getClass()]);
    if (need === undefined) throw new Error(`${context.getClass().name}.${context.getHandler().name} names no need`);
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!request.routeOptions.config.bySession && request.admittedFor !== need) await this.admit(request, need);
    return true;
  }

  /** @throws Rejection unauthorized, forbidden, too-many-requests */
  async admit(request: FastifyRequest, need: Need): Promise<void> {
    if (need === 'nothing') return;
    const key = bearerIn(request);
    if (key === undefined && need === 'public-read' && this.settings.PUBLIC_READ) {
      await this.limits.countPublicRead(request);
      request.admittedFor = need;
      return;
    }
    const known = key === undefined ? undefined : this.keys.verified(key, lookOf(request));
    const caller = known ?? (await this.#holderOf(key, request));
    assertHolds(caller, need === 'public-read' ? 'read' : need);
    request.caller = caller;
    request.admittedFor = need;
  }

  /** Admits a request as of a look that only assumes, if it holds a key for that. @returns whether it does */
  admitsAssuming(look: Look, request: FastifyRequest, need: Scope): boolean {
    const caller = this.keys.verified(bearerIn(request) ?? '', look);
    if (!caller?.scopes.has(need)) return false;
    request.look = look;
    request.caller = caller;
    request.admittedFor = need;
    return true;
  }

  /** Whether a request is still permitted, for long responses: its key may have been revoked. */
  async stillAdmits(request: FastifyRequest, scope: Scope): Promise<boolean> {
    const key = bearerIn(request);
    if (key === undefined) return request.caller === undefined;
    return (await this.keys.verify(key, await this.events.look()))?.scopes.has(scope) ?? false;
  }

  /** @throws Rejection unauthorized, too-many-requests */
  async #holderOf(key: string | undefined, request: FastifyRequest): Promise<Principal> {
    const holder = await this.limits.lookUp(request, key ?? '', (given) => this.keys.verify(given, lookOf(request)));
    if (holder) return holder;
    if (key === undefined) throw unauthorized(reason('key-missing'), 'Bearer realm="jalon"');
    throw unauthorized(
      reason(key === '' ? 'key-missing' : 'key-invalid'),
      'Bearer realm="jalon", error="invalid_token"',
    );
  }
}

/** @returns `undefined` without the header; empty for a header without a bearer key. Keys in the URL are not accepted. */
function bearerIn({ headers }: FastifyRequest): string | undefined {
  if (headers.authorization === undefined) return undefined;
  return /^Bearer +([\x21-\x7e]{1,500}) *$/i.exec(headers.authorization)?.[1] ?? '';
}

/** @throws Rejection forbidden */
export function assertHolds({ scopes }: Principal, scope: Scope): void {
  if (scopes.has(scope)) return;
  throw new Rejection('forbidden', reason('scope-missing', { scope }), [], {
    'WWW-Authenticate': `Bearer realm="jalon", error="insufficient_scope", scope="${scope}"`,
  });
}

const unauthorized = (why: Reason, challenge: string): Rejection =>
  new Rejection('unauthorized', why, [], { 'WWW-Authenticate': challenge });

/**
 * Looks where the ledger stands and authorizes requests, once their headers are read. Unknown addresses and the documentation
 * need no key. A request that records the event after the one before is authorized as of that, which its append confirms.
 */
export function admitEarly(fastify: FastifyInstance, guard: AuthGuard, events: EventStore<LedgerEvent>): void {
  fastify.addHook('onRequest', async (request) => {
    const { config } = request.routeOptions;
    const { need, bySession } = config;
    if (need === undefined || need === 'nothing' || bySession) return;
    const assumed = config.assumes && isPlain(request) ? events.assumed() : undefined;
    const admit = async (): Promise<Look> => {
      request.look = await events.look();
      await guard.admit(request, need);
      return request.look;
    };
    if (assumed && guard.admitsAssuming(assumed, request, 'record')) request.admitAgain = admit;
    else await admit();
    if (hasBody(request.raw)) lookedAt.set(request, performance.now());
  });
  // What was set while a slow body arrived holds for it, too.
  fastify.addHook('preValidation', async (request) => {
    const at = lookedAt.get(request);
    if (at !== undefined && performance.now() - at > SLOW_MS)
      request.look = await (request.admitAgain?.() ?? events.look());
  });
}

/** It records one event and nothing else depends on it. */
const isPlain = ({ url, headers }: FastifyRequest): boolean =>
  !url.includes('?') && headers['idempotency-key'] === undefined && headers['if-match'] === undefined;

const SLOW_MS = 100;
const lookedAt = new WeakMap<FastifyRequest, number>();
