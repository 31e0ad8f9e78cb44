import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ActorNames } from '#access/people.js';
import type { Principal } from '#access/principal.js';
import { listsBehind } from '#projections/lists-behind.js';
import { Sessions } from '#access/sessions.js';
import { Proposals } from '#approvals/proposals.js';
import { Attempts } from '#registers/attempts.js';
import { Clock } from '#database/clock.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { urlIn } from '#domain/text/text.js';
import { EventStore } from '#event-store/event-store.js';
import { KeptQueries } from '#event-store/kept-queries.js';
import type { Look } from '#event-store/ledger-head.js';
import type { Need } from '../../api/http/request.js';
import { seen } from '../../api/http/query-fields.js';
import { ListPosition } from '../../api/http/reading.js';
import { RateLimits } from '../../api/auth/rate-limits.js';
import { reason } from '#domain/refusal.js';
import { Rejection } from '../../api/problem/rejection.js';
import { type ApiSettings, SETTINGS } from '../../api/settings.js';
import { chosenLanguageOf, languageOf, may, pointAsked, type Page, queryOf } from '../frame/page.js';
import { browserCookie, cookieIn, sessionCookie } from './session-cookie.js';

/** Authentication, authorization and CSRF protection of the console. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly lists: ListPosition,
    private readonly kept: KeptQueries,
    private readonly sessions: Sessions,
    private readonly actors: ActorNames,
    private readonly proposals: Proposals,
    private readonly readings: Attempts,
    private readonly clock: Clock,
    private readonly limits: RateLimits,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /**
   * Before the body is read. A form sent without a session is read anyway, so that its input can be kept.
   *
   * @throws Rejection foreign-form, forbidden, too-many-requests, invalid-request; SignInNeeded
   */
  async receive(request: FastifyRequest, need: Need): Promise<void> {
    const page = await this.open(request);
    if (isWrite(request)) assertFromHere(request);
    if (page.caller === undefined && need !== 'nothing' && isForm(request)) return;
    assertMay(page, need);
    if (page.caller === undefined && need === 'public-read') await this.limits.countPublicRead(request);
    await this.#waitUntilSeen(page);
    pointAsked(page.query, page);
    if (!isWrite(request)) page.behind = page.look && listsBehind(page.look);
    page.keepsInput = request.routeOptions.config.keepsInput ?? false;
  }

  /**
   * Once the body is read: requires a session and, for forms, its CSRF token.
   *
   * @throws Rejection forbidden; SignInNeeded
   */
  canActivate(context: ExecutionContext): true {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { page, body, routeOptions } = request;
    const { need } = routeOptions.config;
    if (!page || need === undefined) throw new Error('a request that was not received');
    const form = body instanceof URLSearchParams ? body : undefined;
    assertMay(page, need, form);
    if (isWrite(request) && need !== 'nothing' && !isToken(form?.get('csrf'), page.csrf))
      throw new SignInNeeded('stale-form', typedIn(form));
    return true;
  }

  /** Sets the page context and the caller of a request. @throws Rejection too-many-requests */
  async open(request: FastifyRequest): Promise<Page> {
    const [path = '/', ...query] = request.url.split('?');
    const { JALON_TIMEZONE: zone, PUBLIC_READ: isOpen, PUBLIC_URL, SMTP_URL } = this.settings;
    const today = this.clock.today(zone);
    const page: Page = {
      ...{
        language: languageOf(request),
        chosenLanguage: chosenLanguageOf(request),
        path,
        query: new URLSearchParams(query.join('?')),
        zone,
        today,
        isOpen,
      },
      requestId: request.id,
      base: PUBLIC_URL,
      now: this.clock.now(),
      keepsMails: SMTP_URL === undefined,
      isAnswer: isWrite(request),
      keepsInput: false,
      hasAccount: cookieIn(request, browserCookie(PUBLIC_URL)) !== undefined,
      at: { asOf: today, isNow: true },
    };
    request.isWithoutSecrets = true;
    request.page = page; // first, so that a failed session lookup is answered with a page, too
    const token = cookieIn(request, sessionCookie(PUBLIC_URL));
    const { need } = request.routeOptions.config;
    if (token === undefined && (need === undefined || need === 'nothing')) return page;
    const look = await this.events.look();
    page.look = look;
    if (token === undefined) return page;
    const caller = await this.limits.lookUp(request, token, (given) => this.sessions.holderOf(given, look));
    if (!caller) return page;
    request.caller = caller;
    // Pages that anybody with `read` sees hold no other secret than the token of their forms, which is another text on each.
    request.isWithoutSecrets = need === 'public-read' && !isWrite(request);
    const [actors, waiting] = await Promise.all([this.actors.current(look), this.#waitingFor(caller, look)]);
    return Object.assign(page, { caller, csrf: csrfOf(token), actors, ...waiting });
  }

  /** Once the lists include what the page is to show. */
  async #waitUntilSeen(page: Page): Promise<void> {
    if (!page.look || !page.query.has('seen')) return;
    const { seen: position } = await queryOf(page, z.object(seen));
    if (position === undefined) return;
    await this.lists.position(page.look.fork(), position);
    page.look = await this.events.look();
  }

  async #waitingFor({ account, scopes }: Principal, look: Look): Promise<{ proposals: number; heldReadings: number }> {
    const decider = scopes.has('approve') ? account : undefined;
    const records = scopes.has('record');
    return this.kept.of(look, { of: 'waiting', decider, records }, async (own) => {
      for (const name of ['proposals', 'readings']) own?.revisionOf(name);
      const [proposals, heldReadings] = await Promise.all([
        decider === undefined ? 0 : this.proposals.countOpen(decider),
        records ? this.readings.countHeld() : 0,
      ]);
      return { proposals, heldReadings };
    });
  }
}

const TOKEN_BYTES = 32;

/**
 * CSRF token, derived from the session secret; nothing is stored. Masked by chance, so that it is another text on each page: its
 * compressed length tells nothing of it (BREACH).
 */
export function csrfOf(token: string): string {
  const mask = randomBytes(TOKEN_BYTES);
  const secret = createHash('sha256').update(`csrf ${token}`).digest();
  return Buffer.concat([mask, unmasked(mask, secret)]).toString('base64url');
}

const unmasked = (mask: Buffer, masked: Buffer): Buffer => masked.map((byte, at) => byte ^ (mask[at] ?? 0)) as Buffer;

function isToken(given: string | null | undefined, expected: string | undefined): boolean {
  if (expected === undefined) return false;
  const [a, b] = [given ?? '', expected].map((token) => {
    const bytes = Buffer.from(token, 'base64url');
    return unmasked(bytes.subarray(0, TOKEN_BYTES), bytes.subarray(TOKEN_BYTES));
  });
  return a !== undefined && b !== undefined && a.length === b.length && timingSafeEqual(a, b);
}

function assertMay(page: Page, need: Need, form?: URLSearchParams): void {
  if (may(page, need)) return;
  if (page.caller === undefined) throw new SignInNeeded('no-session', typedIn(form));
  throw new Rejection('forbidden', reason('scope-missing', { scope: need === 'public-read' ? 'read' : need }));
}

function typedIn(form: URLSearchParams | undefined): URLSearchParams | undefined {
  if (!form) return undefined;
  const typed = new URLSearchParams(form);
  typed.delete('csrf');
  return typed;
}

/** One with a file is read up to the file. */
function isForm(request: FastifyRequest): boolean {
  const type = request.headers['content-type'] ?? '';
  const { keepsInput = false } = request.routeOptions.config;
  if (!isWrite(request)) return false;
  return /^application\/x-www-form-urlencoded\b/i.test(type) || (keepsInput && /^multipart\/form-data\b/i.test(type));
}

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export const isWrite = ({ method }: FastifyRequest): boolean => !READS.has(method);

/**
 * Refuses cross-site forms (CSRF) before the body is read, by `Sec-Fetch-Site` (https and localhost) or
 * `Origin`. A request with neither does not come from a current browser; it still needs the CSRF token of its
 * session.
 *
 * @throws Rejection foreign-form
 */
function assertFromHere({ headers }: FastifyRequest): void {
  const site = headers['sec-fetch-site'];
  const { origin, host } = headers;
  const isForeign =
    site === undefined
      ? origin !== undefined && urlIn(origin)?.host !== host
      : site !== 'same-origin' && site !== 'none';
  if (isForeign) throw new Rejection('foreign-form');
}

/** A session is needed. The form input is kept during sign-in. */
export class SignInNeeded extends Rejection {
  constructor(
    /** `stale-form`: signed in, but the form belongs to another session. */
    readonly because: 'no-session' | 'stale-form',
    /** Fields of the form, without its CSRF token. */
    readonly typed?: URLSearchParams,
  ) {
    super('unauthorized');
    this.name = 'SignInNeeded';
  }
}
