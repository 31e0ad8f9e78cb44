import { Body, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SingleSignOn, type SingleSignOnRefusal } from '#access/single-sign-on.js';
import { phrases } from '#language/phrases.js';
import { type ApiSettings, SETTINGS } from '../../settings.js';
import { type Answer, ConsoleRoute, Pages, redirect } from '../frame/console-route.js';
import { Page, type PageContext } from '../frame/page.js';
import { Entrance, type Pending, pendingIn } from './entrance.js';
import { cookieIn, sessionCookie, setCookie } from './session-cookie.js';
import { askedAgain, fieldsIn, resumed } from './session.controller.js';

const TEN_MINUTES_S = 600;

/** Signing in with an identity provider. */
@Pages('sign-in/oidc')
export class SingleSignOnPages {
  constructor(
    private readonly singleSignOn: SingleSignOn,
    private readonly entrance: Entrance,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** A plain address, to which portals can link. */
  @Get()
  @ConsoleRoute('nothing')
  async begin(@Page() page: PageContext, @Res() reply: FastifyReply): Promise<Answer | undefined> {
    const begun = await this.#begun(page, page.query, reply);
    if (typeof begun !== 'string') return begun;
    redirect(reply, begun);
    return undefined;
  }

  /** With input to be kept. A form must not lead to another site (`form-action`), so a link does. */
  @Post()
  @ConsoleRoute('nothing')
  async beginWithInput(
    @Page() page: PageContext,
    @Body() form: unknown,
    @Res() reply: FastifyReply,
  ): Promise<Answer | undefined> {
    const begun = await this.#begun(page, fieldsIn(form), reply);
    if (typeof begun !== 'string') return begun;
    const words = phrases(page.language).console.signIn;
    const link = (
      <p>
        <a class="button" href={begun}>
          {words.singleSignOn.action(this.settings.OIDC_NAME)}
        </a>
      </p>
    );
    return { title: words.title, timeless: true, children: link };
  }

  /** Whatever comes, the cookie is used up, and the sign-in that it names. */
  @Get('callback')
  @ConsoleRoute('nothing')
  async complete(
    @Page() page: PageContext,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<Answer> {
    if (this.singleSignOn.name === undefined) return { redirect: '/sign-in' };
    this.#remember(reply, '', 0);
    const done = await this.singleSignOn.complete(cookieIn(request, this.#cookie) ?? '', page.query.toString());
    const pending = pendingIn(new URLSearchParams(done.resume));
    if ('refused' in done) return this.#refused(page, done.refused, pending);
    const entered = await this.entrance.enter({ page, request, reply }, done.account, 'oidc');
    return entered ? resumed(entered, pending) : this.#refused(page, 'no-account', pending);
  }

  /** @returns the address of the provider, or why there is none */
  async #begun(page: PageContext, fields: URLSearchParams, reply: FastifyReply): Promise<string | Answer> {
    if (this.singleSignOn.name === undefined) return { redirect: '/sign-in' };
    const { to, typed } = pendingIn(fields);
    const resume = new URLSearchParams({ to, ...(typed && { typed: typed.toString() }) });
    const begun = await this.singleSignOn.begin(resume.toString());
    if ('refused' in begun) return this.#refused(page, begun.refused, { to, typed });
    this.#remember(reply, begun.browser, TEN_MINUTES_S);
    return begun.url;
  }

  async #refused(page: PageContext, why: SingleSignOnRefusal, pending: Pending): Promise<Answer> {
    // Not what anybody could repeat without a sign-in at the provider: activity is kept for good.
    if (why !== 'over' && why !== 'unreachable') await this.entrance.noteFailure('oidc');
    const refused = phrases(page.language).console.signIn.singleSignOn.refused[why](this.settings.OIDC_NAME);
    return askedAgain(page, { ...pending, refused, provider: this.singleSignOn.name, status: STATUS[why] });
  }

  /** `Lax`: the browser comes back from another site. */
  #remember(reply: FastifyReply, value: string, seconds: number): void {
    const secure = this.settings.PUBLIC_URL.startsWith('https:') ? ['Secure'] : [];
    setCookie(reply, this.#cookie, value, ['HttpOnly', `Max-Age=${seconds}`, ...secure]);
  }

  get #cookie(): string {
    return `${sessionCookie(this.settings.PUBLIC_URL)}-oidc`;
  }
}

const STATUS: Record<SingleSignOnRefusal, number> = {
  unreachable: 503,
  over: 422,
  denied: 403,
  invalid: 422,
  unverified: 403,
  'no-account': 403,
};
