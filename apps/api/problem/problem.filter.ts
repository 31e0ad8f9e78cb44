import {
  type ArgumentsHost,
  Catch,
  createParamDecorator,
  type ExceptionFilter,
  type ExecutionContext,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Language, languageIn } from '#language/language.js';
import { Conflict } from '#event-store/events.js';
import { type Failure, failureOf, problemBody } from './problem-of.js';
import { reason } from '#domain/refusal.js';
import { statusOf } from './problem-table.js';
import { Rejection } from './rejection.js';

/** Answers errors as problem+json, or as a page of the website. What is answered on purpose is logged as a warning at most. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(error, http.getRequest(), http.getResponse());
  }
}

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const failure = staleVersion(error, request) ?? failureOf(error);
  const status = statusOf[failure.code];
  if (status >= 500 && error instanceof Rejection) request.log.warn({ reason: failure.why }, failure.code);
  else if (status >= 500) request.log.error({ err: error }, failure.code);
  if (reply.sent || request.server.showFailure?.(failure, error, request, reply)) return;
  const language = languageOf(request);
  const body = problemBody(failure, language, occurrenceOf(request));
  void reply
    .status(status)
    .headers({ 'Cache-Control': 'no-store', 'Content-Language': language, Vary: VARY, ...failure.headers })
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(body));
}

const occurrenceOf = ({ id, server: { publicUrl } }: FastifyRequest) => ({ publicUrl, requestId: id });

/** The language that REST answers in: English, unless `Accept-Language` asks for French. */
const languageOf = ({ headers }: FastifyRequest): Language => languageIn(headers['accept-language'], 'en');

export const RequestLanguage = createParamDecorator((_: unknown, context: ExecutionContext): Language =>
  languageOf(context.switchToHttp().getRequest()),
);

const VARY = 'Authorization, Accept-Language';

/** `stale-version` if the client named the version; otherwise it lost a race. */
const staleVersion = (error: unknown, { headers }: FastifyRequest): Failure | undefined =>
  error instanceof Conflict && headers['if-match'] !== undefined
    ? {
        code: 'stale-version',
        why: reason('current-version', { version: error.actual }),
        problems: [
          { field: 'If-Match', ...reason('version-stale', { expected: error.expected, actual: error.actual }) },
        ],
      }
    : undefined;
