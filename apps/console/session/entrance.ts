import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Client, Sessions } from '#access/sessions.js';
import { SignIn, SignInLimits } from '#access/sign-in.js';
import { Activities, SOMEBODY } from '#access/activities.js';
import { clientNetwork } from '../../api/auth/rate-limits.js';
import { type ApiSettings, SETTINGS } from '../../api/settings.js';
import type { Page } from '../frame/page.js';
import { csrfOf } from './gate.js';
import { YEAR_S, browserCookie, cookieIn, localPath, sessionCookie, setCookie, setSession } from './session-cookie.js';

export interface Pending {
  to: string;
  /** Fields of a form that was sent without a session. */
  typed?: URLSearchParams | undefined;
}

/** As the forms of all steps carry it along. */
export function pendingIn(form: URLSearchParams): Pending {
  const typed = form.get('typed');
  return { to: localPath(form.get('to')), typed: typed === null ? undefined : new URLSearchParams(typed) };
}

/** The last step of every way of signing in: a new session, whose token no earlier page has seen. */
@Injectable()
export class Entrance {
  constructor(
    private readonly sessions: Sessions,
    private readonly signIn: SignIn,
    private readonly activities: Activities,
    private readonly limits: SignInLimits,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /**
   * Signs a person in who has proved who they are, and ends the former session of the browser.
   *
   * @param method of signing in, for the activity: `password`, or the name of another
   * @returns the page with the session; `undefined` if the account was disabled meanwhile
   */
  async enter(
    { request, reply, page }: { request: FastifyRequest; reply: FastifyReply; page: Page },
    account: string,
    method: string,
  ): Promise<Page | undefined> {
    const token = await this.sessions.begin(account, clientOf(request));
    if (token === undefined) return undefined;
    const secure = this.settings.PUBLIC_URL.startsWith('https:') ? ['Secure'] : [];
    const kept = ['HttpOnly', `Max-Age=${YEAR_S}`, ...secure];
    setCookie(reply, browserCookie(this.settings.PUBLIC_URL), this.signIn.browserCookie(account), kept);
    await this.activities.note({ actor: `account:${account}`, act: 'signed-in', details: { method } });
    return this.#begun({ request, reply, page }, token);
  }

  /** @returns `undefined` for an unknown or revoked key */
  async enterWithKey(
    { request, reply, page }: { request: FastifyRequest; reply: FastifyReply; page: Page },
    key: string,
  ): Promise<Page | undefined> {
    const token = await this.sessions.beginWithKey(key, clientOf(request));
    if (token === undefined) return undefined;
    const actor = await this.sessions.actorOf(token);
    if (actor !== undefined) await this.activities.note({ actor, act: 'signed-in', details: { method: 'key' } });
    return this.#begun({ request, reply, page }, token);
  }

  /** Anybody can fail: without an account, so many of a network are noted. */
  async noteFailure(request: FastifyRequest, method: string, account?: string): Promise<void> {
    if (account === undefined && (await this.limits.take([{ kind: 'noted', of: clientNetwork(request) }]))) return;
    const about = account === undefined ? {} : { about: `account:${account}` };
    await this.activities.note({ actor: SOMEBODY, act: 'sign-in-failed', ...about, details: { method } });
  }

  /** Ends the session of a browser, if it has one. */
  async leave(request: FastifyRequest): Promise<void> {
    const token = this.tokenIn(request);
    if (token === undefined) return;
    const actor = await this.sessions.actorOf(token);
    await this.sessions.end(token);
    if (actor !== undefined) await this.activities.note({ actor, act: 'signed-out' });
  }

  tokenIn = (request: FastifyRequest): string | undefined => cookieIn(request, sessionCookie(this.settings.PUBLIC_URL));

  /** Where a sign-in comes from, for its limits. */
  sourceOf = (request: FastifyRequest): { network: string; browser: string | undefined } => ({
    network: clientNetwork(request),
    browser: cookieIn(request, browserCookie(this.settings.PUBLIC_URL)),
  });

  async #begun(
    { request, reply, page }: { request: FastifyRequest; reply: FastifyReply; page: Page },
    token: string,
  ): Promise<Page> {
    const former = this.tokenIn(request);
    if (former !== undefined) await this.sessions.end(former);
    setSession(reply, this.settings.PUBLIC_URL, token);
    return { ...page, csrf: csrfOf(token) };
  }
}

const clientOf = (request: FastifyRequest): Client => ({
  browser: request.headers['user-agent'],
  network: clientNetwork(request),
});
