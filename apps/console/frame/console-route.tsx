import {
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  applyDecorators,
  Controller,
  Get,
  Post,
  Res,
  SetMetadata,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { type Observable, tap } from 'rxjs';
import { phrases } from '#language/phrases.js';
import { NEED } from '../../api/auth/caller.js';
import { FORM, MULTIPART } from '../../api/http/content-negotiation.js';
import { allAs, asForm, FORM_LIMIT } from '../../api/http/request-bodies.js';
import type { Need } from '../../api/http/request.js';
import { SessionGuard } from '../session/gate.js';
import { assetUrl } from '../../api/http/html-page.js';
import { MAIN_TABLE } from './table.js';
import { Dialogs, Header, type MenuEntry, Tabs } from './menu.js';
import {
  type FollowState,
  pageActions,
  FeedLinks,
  PublicHead,
  type PublicFacts,
  factsOfList,
  situationOf,
} from './page-head.js';
import { currentAddress, type Page } from './page.js';

interface Shown {
  title: string;
  menuEntry?: MenuEntry;
  /** On the line of the title: the primary action of the page, and a `Menu` of others. */
  actions?: ComponentChildren;
  follow?: FollowState | undefined;
  timeless?: boolean;
  /** Whether the page says why something failed; its title then begins with it. */
  isFailed?: boolean;
  /** For search engines and feed readers, where the page needs no session. */
  about?: PublicFacts | undefined;
  children: ComponentChildren;
}

function Layout({ page, ...shown }: Shown & { page: Page }) {
  const { title, menuEntry, actions, follow, timeless = false, isFailed = false, about, children } = shown;
  const { frame: words, shortcuts } = phrases(page.language).console;
  const { behind } = page;
  const moment = [...(timeless ? [] : [situationOf(page)]), words.printed(page.now, page.zone)].join(' ');
  const content = renderToString(
    <>
      <Tabs page={page} menuEntry={menuEntry} />
      <div class="head">
        <h1>{title}</h1>
        {pageActions(page, follow, actions)}
      </div>
      <p class="printed">
        {moment} {page.query.has('token') ? page.path : currentAddress(page)}
      </p>
      {behind && !timeless ? (
        <p class="note warn no-print" role="status">
          {words.behind(behind.followed, behind.events)}
        </p>
      ) : null}
      {children}
      <FeedLinks page={page} facts={about} />
    </>,
  );
  return (
    <html lang={page.language} data-moment={moment}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <PublicHead page={page} facts={about} />
        <meta name="color-scheme" content="light dark" />
        <title>{`${isFailed ? words.failed : ''}${title} · Jalon`}</title>
        <link rel="icon" type="image/svg+xml" href={assetUrl('favicon.svg')} />
        <link rel="stylesheet" href={assetUrl('console.css')} />
        <script type="module" src={assetUrl('console.js')} />
        <script type="module" src={assetUrl('keyboard.js')} />
      </head>
      <body>
        <a class="skip" href="#content">
          {words.skip}
        </a>
        {content.includes(` id="${MAIN_TABLE}"`) ? (
          <a class="skip" href={`#${MAIN_TABLE}`}>
            {shortcuts.skipToTable}
          </a>
        ) : null}
        <Header page={page} menuEntry={menuEntry} isTimed={!timeless} />
        <main id="content" tabIndex={-1} dangerouslySetInnerHTML={{ __html: content }} />
        <Dialogs page={page} />
      </body>
    </html>
  );
}

/** A controller of pages: not part of the REST description. */
export const Pages = (path: string | string[] = ''): ClassDecorator =>
  applyDecorators(ApiExcludeController(), Controller(path));

export type PageAnswer =
  /** @param page where it differs from that of the request */
  | (Shown & { status?: number; page?: Page })
  /** HTML for a script to insert. */
  | { fragment: VNode }
  /** 303 to a path of this host, after a form was processed. */
  | { redirect: string };

/** Sends the `PageAnswer` of a route. A route that returns something else sends its own response. */
class PageAnswerInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    return next.handle().pipe(
      tap((answer: unknown) => {
        send(answer, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
      }),
    );
  }
}

function send(answer: unknown, { page }: FastifyRequest, reply: FastifyReply): void {
  if (typeof answer !== 'object' || answer === null) return;
  if ('redirect' in answer) redirect(reply, (answer as { redirect: string }).redirect);
  else if ('fragment' in answer) sendHtml(reply, 200, renderToString((answer as { fragment: VNode }).fragment));
  else if ('children' in answer && page) show(reply, page, answer as Shown);
}

/** `Res` tells Nest that the response is sent here; the index is beyond the parameters of any route. */
const sendsResponse: MethodDecorator = (target, name) => {
  Res()(target, name, 9);
};

/**
 * A route for sessions whose key holds the scope. An API key in a header is no session, and a session opens no other
 * routes.
 *
 * @param takes `files`: a form with a file of up to 10 MB; `evidence`: one whose file is read as it arrives; `input`: a form
 *   that is sent along when the language is switched, and kept during sign-in; `input-and-file`: both; `kept-form`: the form
 *   that keeps the input of another one during sign-in
 */
const ConsoleRoute = (
  need: Need,
  takes: 'forms' | 'kept-form' | 'files' | 'evidence' | 'input' | 'input-and-file' = 'forms',
): MethodDecorator =>
  applyDecorators(
    SetMetadata(NEED, need),
    RouteConfig({
      ...{ need, bySession: true, keepsInput: takes === 'input' || takes === 'input-and-file' },
      takes: allAs([FORM, MULTIPART], asForm(takes === 'kept-form' ? KEPT_FORM_LIMIT : FORM_LIMIT)),
      ...(takes === 'files' && { multipart: 'file' }),
      ...((takes === 'evidence' || takes === 'input-and-file') && { multipart: 'stream' }),
    }),
    UseGuards(SessionGuard),
    UseInterceptors(new PageAnswerInterceptor()),
    sendsResponse,
  );

type Route = [path: string | string[], ...Parameters<typeof ConsoleRoute>];

export const ConsoleGet = (...[path, need, takes]: Route): MethodDecorator =>
  applyDecorators(Get(path), ConsoleRoute(need, takes));

export const ConsolePost = (...[path, need, takes]: Route): MethodDecorator =>
  applyDecorators(Post(path), ConsoleRoute(need, takes));

/** The input is one field, in which each `%` is encoded as three bytes. */
const KEPT_FORM_LIMIT = 2 * FORM_LIMIT;

/** Only resources from this host, nothing inline, no frames. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Our own forms send `Origin`; other sites see no referrer. */
const REFERRER_POLICY = 'same-origin';

export function show(
  reply: FastifyReply,
  page: Page,
  { status = 200, ...shown }: Shown & { status?: number; page?: Page },
): void {
  const isFailed = status === 409 || status === 422;
  const about = status === 200 ? (shown.about ?? factsOfList(page)) : undefined;
  // A browser that goes back to a form or its preview shows what it kept; signing out clears that. With no-store, it may not.
  if (page.keepsInput) void reply.header('Cache-Control', 'private, no-cache');
  sendHtml(reply, status, `<!doctype html>\n${renderToString(<Layout {...{ page, isFailed, ...shown, about }} />)}\n`);
}

function sendHtml(reply: FastifyReply, status: number, html: string): void {
  void reply
    .status(status)
    .headers({ 'Content-Security-Policy': POLICY, 'Referrer-Policy': REFERRER_POLICY, Vary: 'Cookie, Accept-Language' })
    .type('text/html; charset=utf-8')
    .send(html);
}

export function redirect(reply: FastifyReply, path: string): void {
  void reply.status(303).header('Location', path).send();
}
