import { Body, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '#access/principal.js';
import { Activities } from '#activity/activities.js';
import { SOMEBODY } from '#activity/acts.js';
import { Sessions } from '#access/sessions.js';
import type { Problem } from '#domain/refusal.js';
import { LanguageSchema } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { RateLimits } from '../../auth/rate-limits.js';
import { type ApiSettings, SETTINGS } from '../../settings.js';
import { type Answer, ConsoleRoute, Pages, redirect, show } from '../frame/console-route.js';
import { Field, Form, Hidden } from '../frame/controls.js';
import { Page, type PageContext, rememberLanguage } from '../frame/page.js';
import { csrfOf, isWrite, type SignInNeeded } from './gate.js';
import { cookieIn, localPath, sessionCookie, setSession } from './session-cookie.js';

@Pages()
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly limits: RateLimits,
    private readonly activities: Activities,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Get('sign-in')
  @ConsoleRoute('nothing')
  ask(@Page() page: PageContext): Answer {
    return this.#ask(page, { to: localPath(page.query.get('to')) });
  }

  @Post('sign-in')
  @ConsoleRoute('nothing')
  async signIn(
    @Page() page: PageContext,
    @Body() form: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<Answer> {
    const fields = form instanceof URLSearchParams ? form : new URLSearchParams();
    const to = localPath(fields.get('to'));
    const kept = fields.get('typed');
    const typed = kept === null ? undefined : new URLSearchParams(kept);
    const key = (fields.get('key') ?? '').trim();
    const token = await this.limits.lookUp(request, key, (given) => this.sessions.begin(given));
    if (token === undefined) {
      await this.activities.note({ actor: SOMEBODY, act: 'sign-in-failed', details: { method: 'key' } });
      return this.#ask(page, { to, typed, wrong: true });
    }
    const caller = await this.sessions.holderOf(token);
    if (caller) await this.activities.note({ actor: actorOf(caller), act: 'signed-in', details: { method: 'key' } });
    await this.#endFormer(request);
    setSession(reply, this.settings.PUBLIC_URL, token);
    if (!typed) return { redirect: to };
    else {
      const now = { ...page, csrf: csrfOf(token) };
      const { title } = phrases(page.language).console.signIn.stale;
      return { title, timeless: true, children: <ResumePage {...{ page: now, to, typed }} /> };
    }
  }

  @Post('sign-out')
  @ConsoleRoute('nothing')
  async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<Answer> {
    await this.#endFormer(request);
    const { caller } = request;
    if (caller) await this.activities.note({ actor: actorOf(caller), act: 'signed-out' });
    setSession(reply, this.settings.PUBLIC_URL);
    return { redirect: '/' };
  }

  @Post('language')
  @ConsoleRoute('nothing')
  choose(@Body() form: unknown, @Res() reply: FastifyReply): Answer {
    const fields = form instanceof URLSearchParams ? form : new URLSearchParams();
    const language = LanguageSchema.safeParse(fields.get('language')).data;
    if (language) rememberLanguage(reply, language);
    return { redirect: localPath(fields.get('to')) };
  }

  async #endFormer(request: FastifyRequest): Promise<void> {
    const token = cookieIn(request, sessionCookie(this.settings.PUBLIC_URL));
    if (token !== undefined) await this.sessions.end(token);
  }

  #ask(page: PageContext, under: { to: string; typed?: URLSearchParams | undefined; wrong?: boolean }): Answer {
    const { title } = phrases(page.language).console.signIn;
    const status = under.wrong ? 422 : 200;
    return { status, title, timeless: true, children: <SignInPage page={page} {...under} /> };
  }
}

/** The request to resume after signing in. */
interface PendingRequest {
  to: string;
  typed?: URLSearchParams | undefined;
  /** Whether the form had a file, which must be selected again. */
  hadFile?: boolean;
}

/** The sign-in form; it carries pending form input along. */
function SignInPage({
  page,
  to,
  typed,
  hadFile = false,
  wrong = false,
}: PendingRequest & { page: PageContext; wrong?: boolean }) {
  const words = phrases(page.language).console.signIn;
  const problems: Problem[] = wrong ? [{ field: 'key', code: 'key-invalid' }] : [];
  return (
    <>
      {typed ? <p class="note">{words.kept}</p> : null}
      {hadFile ? <p class="note">{words.file}</p> : null}
      <p>{words.intro}</p>
      <Form page={page} action="/sign-in" class="stacked">
        <input type="hidden" name="to" value={to} />
        {typed ? <input type="hidden" name="typed" value={typed.toString()} /> : null}
        <Field page={page} name="key" label={words.key} hint={words.keyHint} required problems={problems}>
          {(input) => <input {...input} type="password" required autocomplete="current-password" spellcheck={false} />}
        </Field>
        <p>
          <button>{words.action}</button>
        </p>
      </Form>
      {page.isOpen ? (
        <p>
          {words.open}
          <a href="/">{words.board}</a>
        </p>
      ) : null}
    </>
  );
}

/** Resubmits the kept input with the CSRF token of the new session. */
function ResumePage({ page, to, typed }: { page: PageContext; to: string; typed: URLSearchParams }) {
  const { stale } = phrases(page.language).console.signIn;
  return (
    <Form page={page} action={to}>
      <p>{stale.text}</p>
      <Hidden fields={typed} />
      <p>
        <button>{stale.action}</button>
      </p>
    </Form>
  );
}

/** Redirects a page to sign-in; a form is answered with the sign-in page that keeps its fields. */
export function askToSignIn({ because, typed }: SignInNeeded, request: FastifyRequest, reply: FastifyReply): void {
  const { page, url: to } = request;
  if (!page) throw new Error('a request that was not received');
  const words = phrases(page.language).console.signIn;
  if (because === 'stale-form' && typed) {
    show(reply, page, {
      status: 409,
      title: words.stale.title,
      timeless: true,
      children: <ResumePage {...{ page, to, typed }} />,
    });
  } else if (isWrite(request)) {
    const children = <SignInPage {...{ page, to, typed, hadFile: !typed }} />;
    show(reply, page, { status: 401, title: words.title, timeless: true, children });
  } else redirect(reply, `/sign-in?to=${encodeURIComponent(to)}`);
}
