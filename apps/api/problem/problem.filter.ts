import { type ArgumentsHost, Catch, type ExceptionFilter, NotFoundException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { showError, wantsPage } from '../console/frame/error-page.js';
import { askToSignIn } from '../console/session/sign-in-page.js';
import { SignInNeeded } from '../console/session/gate.js';
import { Conflict } from '#event-store/events.js';
import { answer, problemOf, type Answered } from './problem-of.js';

/** Every error leaves as problem+json, and as a page where pages are asked for; only ours are logged. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(error, http.getRequest(), http.getResponse());
  }
}

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  if (error instanceof SignInNeeded) {
    askToSignIn(error, request, reply);
    return;
  }
  const problem = stale(error, request) ?? wrongMethod(error, request) ?? problemOf(error);
  if (problem.body.status >= 500) request.log.error({ err: error }, problem.body.title);
  if (reply.sent) return;
  if (wantsPage(request)) {
    showError(problem, request, reply);
    return;
  }
  void reply
    .status(problem.body.status)
    .headers({ 'Cache-Control': 'no-store', ...problem.headers })
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem.body));
}

/** A conflict is the client's when it named the version itself, and else a race that the client cannot know of. */
const stale = (error: unknown, request: FastifyRequest): Answered | undefined =>
  error instanceof Conflict && request.headers['if-match'] !== undefined
    ? answer('stale-version', `It stands at version ${error.actual} now: read it again.`, [
        { field: 'If-Match', reason: `names version ${error.expected}, and it is ${error.actual}` },
      ])
    : undefined;

/** Nothing at this address with this method, and something with another. */
function wrongMethod(error: unknown, request: FastifyRequest): Answered | undefined {
  if (!(error instanceof NotFoundException)) return undefined;
  const methods = request.server.methodsAt(request.url.split('?', 1)[0] ?? '');
  if (methods.length === 0) return undefined;
  const allowed = methods.join(', ');
  return answer('method-not-allowed', `It takes ${allowed}.`, [], { Allow: allowed });
}
