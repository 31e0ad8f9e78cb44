import { phrases } from '#language/phrases.js';
import { Body, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Sessions } from '#access/sessions.js';
import { LanguageSchema } from '#language/language.js';
import { RateLimits } from '../../auth/auth.guard.js';
import { type ApiSettings, SETTINGS } from '../../settings.js';
import { rememberLanguage, Page, type PageContext } from '../frame/page.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { csrfOf } from './gate.js';
import { cookieIn, localPath, sessionCookie, setSession } from './session-cookie.js';
import { ResumePage, SignInPage } from './sign-in-page.js';

@Pages()
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly limits: RateLimits,
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
    const token = await this.sessions.begin((fields.get('key') ?? '').trim());
    if (token === undefined) {
      await this.limits.countRefusedKey(request);
      return this.#ask(page, { to, typed, wrong: true });
    }
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
