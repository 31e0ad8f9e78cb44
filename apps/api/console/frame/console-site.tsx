import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SingleSignOn } from '#access/single-sign-on.js';
import { capitalized } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { type Failure, problemBody, type ProblemBody } from '../../problem/problem-of.js';
import { readMultipart } from './forms.js';
import { occurrenceOf } from '../../problem/problem.filter.js';
import { isWrite, SessionGuard, SignInNeeded } from '../session/gate.js';
import { askToSignIn } from '../session/session.controller.js';
import { serveAssets } from './assets.js';
import { show } from './console-route.js';
import type { PageContext } from './page.js';

/** Registers the console with the server: how its requests are admitted, and how failures are shown on its pages. */
@Injectable()
export class ConsoleSite implements OnModuleInit {
  constructor(
    private readonly gate: SessionGuard,
    private readonly host: HttpAdapterHost,
    private readonly singleSignOn: SingleSignOn,
  ) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', async (request) => {
      const { need, bySession } = request.routeOptions.config;
      if (need && bySession) await this.gate.receive(request, need);
      else if (request.is404 && isPageAddress(request)) await this.gate.open(request);
    });
    fastify.showFailure = this.#showFailure.bind(this);
    readMultipart(fastify);
    serveAssets(fastify);
  }

  #showFailure(failure: Failure, error: unknown, request: FastifyRequest, reply: FastifyReply): boolean {
    if (request.page) request.page.keepsInput = false; // what is shown instead has no such form
    if (error instanceof SignInNeeded) {
      askToSignIn(error, { request, reply, provider: this.singleSignOn.provider });
      return true;
    }
    if (!request.page || !wantsPage(request)) return false;
    const body = problemBody(failure, request.page.language, occurrenceOf(request));
    showError({ body, headers: failure.headers ?? {} }, request, reply);
    return true;
  }
}

/** Whether an error is answered with a page: on console routes, and in browsers for unknown addresses. */
const wantsPage = (request: FastifyRequest): boolean =>
  request.page !== undefined && (request.routeOptions.config.bySession || (request.is404 && isPageAddress(request)));

/** Not a REST address, and requested as HTML. */
const isPageAddress = ({ url, headers }: FastifyRequest): boolean =>
  !url.startsWith('/v1/') && (headers.accept ?? '').includes('text/html');

function showError(
  { body, headers }: { body: ProblemBody; headers: Readonly<Record<string, string>> },
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const { page } = request;
  if (!page) throw new Error('a request that was not received');
  void reply.headers({ 'Cache-Control': 'no-store', ...headers });
  const { title } = errorWords(body, page.language);
  show(reply, page, {
    status: body.status,
    title,
    timeless: true,
    children: <ErrorText page={page} body={body} isWrite={isWrite(request)} />,
  });
}

function ErrorText({ page, body, isWrite }: { page: PageContext; body: ProblemBody; isWrite: boolean }) {
  const { language } = page;
  const { board, help, reference, nothing } = phrases(language).console.errors;
  const { texts, listed } = errorWords(body, language);
  return (
    <>
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {listed.length > 0 ? (
        <ul>
          {listed.map(({ field, reason }) => (
            <li key={field}>
              <code>{field}</code> {reason}
            </li>
          ))}
        </ul>
      ) : null}
      {isWrite && body.status < 500 ? <p>{nothing}</p> : null}
      <p class="no-print">
        <a href="/">{board}</a> · <a href="/help">{help}</a>
      </p>
      <p class="soft">
        {reference} <code>{body.code}</code>, <code>{page.requestId}</code>
      </p>
    </>
  );
}

/**
 * Title, text and field problems of an error page. Problem bodies are in the language of the page already; a detail that
 * repeats the list of problems is left out.
 */
export function errorWords(
  { code, status, detail, problems = [] }: Pick<ProblemBody, 'code' | 'status' | 'detail' | 'problems'>,
  language: Language,
) {
  const { other, ...errors } = phrases(language).console.errors;
  const title: Partial<Record<string, string>> = errors.title;
  const text: Partial<Record<string, string>> = errors.text;
  const own = text[code] ?? text[status];
  const [first, ...more] = problems;
  const isSentence = more.length === 0 && detail === first?.reason;
  const isListed = detail.startsWith(`${first?.field} ${first?.reason}`);
  const said = isSentence || (own === undefined && !isListed) ? [sentence(detail)] : [];
  return {
    title: title[code] ?? title[status] ?? other,
    texts: [...(own === undefined ? [] : [own]), ...said],
    listed: isSentence ? [] : problems,
  };
}

const sentence = (text: string): string => `${capitalized(text)}${/[.!?]$/.test(text) ? '' : '.'}`;
