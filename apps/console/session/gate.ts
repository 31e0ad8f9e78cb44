import { createHash, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ActorNames } from '#access/people.js';
import { ListsProgress } from '#projections/lists-behind.js';
import { Sessions } from '#access/sessions.js';
import { Proposals } from '#approvals/proposals.js';
import { Attempts } from '#registers/attempts.js';
import { Clock } from '#database/clock.js';
import { urlIn } from '#domain/text/text.js';
import type { Need } from '../../api/http/request.js';
import { RateLimits } from '../../api/auth/rate-limits.js';
import { reason } from '#domain/refusal.js';
import { Rejection } from '../../api/problem/rejection.js';
import { type ApiSettings, SETTINGS } from '../../api/settings.js';
import { chosenLanguageOf, languageOf, may, pointAsked, type PageContext } from '../frame/page.js';
import { browserCookie, cookieIn, sessionCookie } from './session-cookie.js';

/** Authentication, authorization and CSRF protection of the console. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly lists: ListsProgress,
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
    pointAsked(page.query, page);
    if (!isWrite(request)) page.behind = await this.lists.behind();
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
  async open(request: FastifyRequest): Promise<PageContext> {
    const [path = '/', ...query] = request.url.split('?');
    const { JALON_TIMEZONE: zone, PUBLIC_READ: isOpen, PUBLIC_URL, SMTP_URL } = this.settings;
    const today = this.clock.today(zone);
    const page: PageContext = {
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
    if (token === undefined) return page;
    const caller = await this.limits.lookUp(request, token, (given) => this.sessions.holderOf(given));
    if (!caller) return page;
    request.caller = caller;
    request.isWithoutSecrets = false;
    const { account } = caller;
    const decides = account !== undefined && caller.scopes.has('approve');
    const [proposals, heldReadings, actors] = await Promise.all([
      decides ? this.proposals.countOpen(account) : 0,
      caller.scopes.has('record') ? this.readings.countHeld() : 0,
      this.actors.current(),
    ]);
    return Object.assign(page, { caller, csrf: csrfOf(token), actors, proposals, heldReadings });
  }
}

/** CSRF token, derived from the session secret; nothing is stored. */
export const csrfOf = (token: string): string => createHash('sha256').update(`csrf ${token}`).digest('base64url');

function isToken(given: string | null | undefined, expected: string | undefined): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(expected ?? '')];
  return expected !== undefined && a.length === b.length && timingSafeEqual(a, b);
}

function assertMay(page: PageContext, need: Need, form?: URLSearchParams): void {
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
