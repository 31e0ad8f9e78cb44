import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SingleSignOn } from '#access/single-sign-on.js';
import { afterLabel } from '#language/field-error.js';
import { capitalized } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases, say } from '#language/phrases.js';
import type { Failure } from '../../api/problem/problem.filter.js';
import { statusOf } from '../../api/problem/rejection.js';
import { readMultipart } from './forms.js';
import { isWrite, SessionGuard, SignInNeeded } from '../session/gate.js';
import { askToSignIn } from '../session/session.controller.js';
import { serveAssets } from '../../api/http/html-page.js';
import { show } from './console-route.js';
import type { Page } from './page.js';

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
    // With a page on console routes, and in browsers for unknown addresses.
    const wantsPage = request.routeOptions.config.bySession || (request.is404 && isPageAddress(request));
    if (!request.page || !wantsPage) return false;
    showError(failure, request, reply);
    return true;
  }
}

/** Not a REST address, and requested as HTML. */
const isPageAddress = ({ url, headers }: FastifyRequest): boolean =>
  !url.startsWith('/v1/') && (headers.accept ?? '').includes('text/html');

function showError(failure: Failure, request: FastifyRequest, reply: FastifyReply): void {
  const { page } = request;
  if (!page) throw new Error('a request that was not received');
  void reply.headers({ 'Cache-Control': 'no-store', ...failure.headers });
  show(reply, page, {
    status: statusOf[failure.code],
    title: errorWords(failure, page.language).title,
    timeless: true,
    children: errorText(page, failure, isWrite(request)),
  });
}

function errorText(page: Page, failure: Failure, isWrite: boolean) {
  const { language } = page;
  const { board, help, reference, nothing } = phrases(language).console.errors;
  const { texts, listed } = errorWords(failure, language);
  return (
    <>
      {texts.map((text) => (
        <p>{text}</p>
      ))}
      {listed.length > 0 ? (
        <ul>
          {listed.map((problem) => (
            <li>
              <code>{problem.field}</code>
              {afterLabel(problem, language)}
            </li>
          ))}
        </ul>
      ) : null}
      {isWrite && statusOf[failure.code] < 500 ? <p>{nothing}</p> : null}
      <p class="no-print">
        <a href="/">{board}</a> · <a href="/help">{help}</a>
      </p>
      <p class="soft">
        {reference} <code>{failure.code}</code>, <code>{page.requestId}</code>
      </p>
    </>
  );
}

/** Title, text and field problems of an error page. A reason that is also that of the only field is told once, as a sentence. */
export function errorWords({ code, why, problems = [] }: Failure, language: Language) {
  const { title, text: said } = phrases(language).problems[code];
  const texts: Partial<Record<string, string>> = phrases(language).console.errors.text;
  const own = texts[code] ?? texts[statusOf[code]];
  const isSentence = why !== undefined && problems.length === 1 && problems[0]?.code === why.code;
  const reason = why && `${capitalized(say(why, language))}.`;
  const general = problems.length === 0 ? said : undefined;
  const further = isSentence || own === undefined ? (reason ?? general) : undefined;
  return {
    title,
    texts: [own, further].filter((one) => one !== undefined),
    listed: isSentence ? [] : problems,
  };
}
