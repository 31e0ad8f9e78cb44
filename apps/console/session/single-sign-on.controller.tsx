import { Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SignInLimits } from '#access/sign-in.js';
import { SingleSignOn, type SingleSignOnRefusal } from '#access/single-sign-on.js';
import { phrases } from '#language/phrases.js';
import { clientNetwork } from '../../api/auth/rate-limits.js';
import { type ApiSettings, SETTINGS } from '../../api/settings.js';
import { buttonTo } from '../frame/display.js';
import { type PageAnswer, ConsoleGet, ConsolePost, Pages, redirect } from '../frame/console-route.js';
import { Exchange, type Page } from '../frame/page.js';
import { Entrance, type Pending, pendingIn } from './entrance.js';
import { cookieIn, sessionCookie, setCookie } from './session-cookie.js';
import { entrance, resumed, signInAsked } from './session.controller.js';

const TEN_MINUTES_S = 600;
/** Of input that is kept during a sign-in, in characters. */
const LONGEST_RESUMED = 32_768;

@Pages('sign-in/oidc')
export class SingleSignOnPages {
  constructor(
    private readonly singleSignOn: SingleSignOn,
    private readonly entrance: Entrance,
    private readonly limits: SignInLimits,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** A plain address, to which portals can link. */
  @ConsoleGet('', 'nothing')
  async begin(@Exchange() whole: Exchange): Promise<PageAnswer | undefined> {
    const begun = await this.#begun(whole, whole.page.query);
    if (typeof begun !== 'string') return begun;
    redirect(whole.reply, begun);
    return undefined;
  }

  /** With input to be kept. A form must not lead to another site (`form-action`), so a link does. */
  @ConsolePost('', 'nothing')
  async beginWithInput(@Exchange() whole: Exchange): Promise<PageAnswer | undefined> {
    const begun = await this.#begun(whole, whole.form);
    if (typeof begun !== 'string') return begun;
    const { signIn: words, terms } = phrases(whole.page.language).console;
    const link = <p>{buttonTo(begun, words.singleSignOn.action(this.settings.OIDC_NAME), 'primary')}</p>;
    return entrance(terms.signIn, link);
  }

  /** Whatever comes, the cookie is used up, and the sign-in that it names. */
  @ConsoleGet('callback', 'nothing')
  async complete(@Exchange() { page, request, reply }: Exchange): Promise<PageAnswer> {
    if (this.singleSignOn.provider === undefined) return { redirect: '/sign-in' };
    this.#remember(reply, '', 0);
    const done = await this.singleSignOn.complete(cookieIn(request, this.#cookie) ?? '', page.query.toString());
    const pending = pendingIn(new URLSearchParams(done.resume));
    if ('refused' in done) return this.#refused(page, done.refused, pending, request);
    const entered = await this.entrance.enter({ page, request, reply }, done.account, 'oidc');
    if (!entered) return this.#refused(page, 'no-account', pending, request);
    await this.limits.giveBack([{ kind: 'start', of: clientNetwork(request) }]); // of many people behind one address
    return resumed(entered, pending);
  }

  /** @returns the address of the provider, or why there is none */
  async #begun({ page, request, reply }: Exchange, fields: URLSearchParams): Promise<string | PageAnswer> {
    const { provider } = this.singleSignOn;
    if (provider === undefined) return { redirect: '/sign-in' };
    const { to, typed } = pendingIn(fields);
    if (await this.limits.take([{ kind: 'start', of: clientNetwork(request) }]))
      return signInAsked(page, { to, typed, provider, limited: true, status: 429 });
    const resume = new URLSearchParams({ to, ...(typed && { typed: typed.toString() }) }).toString();
    // What a stranger can have stored is bounded.
    const begun = await this.singleSignOn.begin(
      resume.length > LONGEST_RESUMED ? `${new URLSearchParams({ to })}` : resume,
    );
    if ('refused' in begun) return this.#refused(page, begun.refused, { to, typed }, request);
    this.#remember(reply, begun.browser, TEN_MINUTES_S);
    return begun.url;
  }

  async #refused(page: Page, why: SingleSignOnRefusal, pending: Pending, request: FastifyRequest): Promise<PageAnswer> {
    // Not what anybody could repeat without a sign-in at the provider.
    if (why !== 'over' && why !== 'unreachable') await this.entrance.noteFailure(request, 'oidc');
    const refused = phrases(page.language).console.signIn.singleSignOn.refused[why](this.settings.OIDC_NAME);
    return signInAsked(page, { ...pending, refused, provider: this.singleSignOn.provider, status: STATUS[why] });
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
