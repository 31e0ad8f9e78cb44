import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Sessions } from '#access/sessions.js';
import { Clock } from '#database/clock.js';
import { urlIn } from '#domain/text/web-address.js';
import type { Need } from '../../auth/needs.js';
import { RateLimits } from '../../auth/auth.guard.js';
import { Rejection } from '../../problem/rejection.js';
import { type ApiSettings, SETTINGS } from '../../settings.js';
import { languageOf, may, pointAsked, type ThisPage } from '../frame/page.js';
import { cookieIn, sessionCookie } from './session-cookie.js';

/** Lets requests into the console: who is signed in, may do what a route is for, and sends its form from here. */
@Injectable()
export class Gate {
  constructor(
    private readonly sessions: Sessions,
    private readonly clock: Clock,
    private readonly limits: RateLimits,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /**
   * Before the body is read. A form of somebody who is not signed in is read first, so that what was typed can be kept.
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
  }

  /**
   * Once the body is read: whoever is not signed in is asked to, and a form has to bring the token of its session.
   *
   * @throws Rejection forbidden; SignInNeeded
   */
  admit(request: FastifyRequest, need: Need): void {
    const { page, body } = request;
    if (!page) throw new Error('a request that was not received');
    const form = body instanceof URLSearchParams ? body : undefined;
    assertMay(page, need, form);
    if (isWrite(request) && need !== 'nothing' && !isToken(form?.get('csrf'), page.csrf))
      throw new SignInNeeded('stale-form', typedIn(form));
  }

  /** Who asks for which page, whatever comes of it. */
  async open(request: FastifyRequest): Promise<ThisPage> {
    const [path = '/', ...query] = request.url.split('?');
    const { JALON_TIMEZONE: zone, PUBLIC_READ: isOpen, PUBLIC_URL } = this.settings;
    const today = this.clock.today(zone);
    const page: ThisPage = {
      ...{ language: languageOf(request), path, query: new URLSearchParams(query.join('?')), zone, today, isOpen },
      isAnswer: isWrite(request),
      at: { asOf: today, isNow: true },
    };
    request.page = page; // first: that a session cannot be looked up is told on a page, too
    const token = cookieIn(request, sessionCookie(PUBLIC_URL));
    const caller = token === undefined ? undefined : await this.sessions.holderOf(token);
    if (token === undefined || !caller) return page;
    request.caller = caller;
    return Object.assign(page, { caller, csrf: csrfOf(token) });
  }
}

/** Follows from the session's own secret: nobody else can know it, and nothing has to be kept. */
export const csrfOf = (token: string): string => createHash('sha256').update(`csrf ${token}`).digest('base64url');

function isToken(given: string | null | undefined, expected: string | undefined): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(expected ?? '')];
  return expected !== undefined && a.length === b.length && timingSafeEqual(a, b);
}

function assertMay(page: ThisPage, need: Need, form?: URLSearchParams): void {
  if (may(page, need)) return;
  if (page.caller === undefined) throw new SignInNeeded('no-session', typedIn(form));
  throw new Rejection('forbidden', `This needs the scope "${need}", which your key does not hold.`);
}

function typedIn(form: URLSearchParams | undefined): URLSearchParams | undefined {
  if (!form) return undefined;
  const typed = new URLSearchParams(form);
  typed.delete('csrf');
  return typed;
}

const isForm = (request: FastifyRequest): boolean =>
  isWrite(request) && /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '');

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export const isWrite = ({ method }: FastifyRequest): boolean => !READS.has(method);

/**
 * Refuses a form that another site sends, before its body is read. Browsers say where a form comes from: in
 * `Sec-Fetch-Site` over https and on this machine, in `Origin` everywhere. What says neither is no browser of today; it has
 * to bring the token of its session all the same.
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
  if (isForeign) throw new Rejection('foreign-form', 'Open this page here, and send it again.');
}

/** Only somebody who is signed in may do this. What was typed is kept over the signing in. */
export class SignInNeeded extends Rejection {
  constructor(
    /** `stale-form`: signed in, and the form is of another session. */
    readonly because: 'no-session' | 'stale-form',
    /** The fields of the form, but for its token. */
    readonly typed?: URLSearchParams,
  ) {
    super('unauthorized');
    this.name = 'SignInNeeded';
  }
}
