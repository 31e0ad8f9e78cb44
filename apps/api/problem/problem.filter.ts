import {
  type ArgumentsHost,
  Catch,
  createParamDecorator,
  type ExceptionFilter,
  type ExecutionContext,
  HttpException,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Language, languageIn } from '#language/language.js';
import { Conflict, AppendQueueFull, IdReused, TimeJumped, UnreadableEvent, Unstorable } from '#event-store/events.js';
import { reason, type Given, type Problem, Refusal } from '#domain/refusal.js';
import { PlanningInProgress } from '#deadlines/answers.js';
import { type Outage, outageOf } from '#database/errors.js';
import { EvidenceStoreDown } from '#evidence/bucket.js';
import type { OtherReasons, Reason } from '#domain/reasons.js';
import { isOfField, phrases, say } from '#language/phrases.js';
import { statusOf, Rejection, type ProblemCode } from './rejection.js';

/** An RFC 9457 problem. */
export const ProblemBody = z
  .strictObject({
    type: z.string().describe('URL of a page that explains the code.'),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable: see /docs/reference. All sentences may change, and depend on the language.'),
    detail: z.string(),
    instance: z.string().describe('This occurrence: `urn:jalon:request:` and the `X-Request-Id`, which logs name.'),
    problems: z
      .array(
        z.strictObject({
          field: z.string(),
          code: z.string().describe('Stable, as is `params`.'),
          params: z.record(z.string(), z.unknown()).optional(),
          reason: z.string(),
          row: z.int().optional(),
        }),
      )
      .optional()
      .describe('Each invalid field and the reason; `row` is the line of an imported file, 1 being the header.'),
  })
  .meta({
    id: 'Problem',
    examples: [
      {
        type: 'https://jalon.example.org/problems/invalid-body',
        title: 'Invalid request body',
        status: 422,
        code: 'invalid-body',
        detail: 'occurred is required',
        instance: 'urn:jalon:request:6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35',
        problems: [{ field: 'occurred', code: 'required', reason: 'is required' }],
      },
    ],
  });

export type ProblemBody = z.infer<typeof ProblemBody>;

/** A failed request, independent of the language. */
export interface Failure {
  code: ProblemCode;
  /** The particular reason; absent if `problems` or the text of the code is enough. */
  why?: Reason | undefined;
  problems?: readonly Problem[];
  headers?: Readonly<Record<string, string>>;
}

/** Maps an error to a problem. A bug becomes an internal error without details. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Refusal && error.why.code === 'dossier-exists') {
    const { code, why, problems } = error;
    return { code, why, problems, headers: { Location: `/v1/dossiers/${error.why.params.dossier}` } };
  }
  if (error instanceof Refusal || error instanceof Rejection) return error;
  if (error instanceof Conflict) return { code: 'conflict' };
  if (error instanceof IdReused)
    return { code: 'id-reused', problems: [{ field: 'Idempotency-Key', ...reason('idempotency-key-used') }] };
  if (error instanceof Unstorable) return { code: 'unstorable' };
  if (error instanceof PlanningInProgress) return unavailable('plan-busy', 2);
  if (error instanceof EvidenceStoreDown) return unavailable('evidence-store-down', 30);
  if (error instanceof AppendQueueFull) return unavailable('append-queue-full', 2);
  if (error instanceof TimeJumped) return { code: 'clock-jump', headers: { 'Retry-After': '60' } };
  if (error instanceof UnreadableEvent) return { code: 'unreadable-event', headers: { 'Retry-After': '60' } };
  if (error instanceof HttpException) return ofStatus(error.getStatus());
  return ofFastify(error) ?? ofDatabase(error) ?? { code: 'internal' };
}

/** Fastify's own errors, by code: https://fastify.dev/docs/latest/Reference/Errors/ */
const fastifyErrors: Record<string, Failure> = {
  FST_ERR_BAD_URL: { code: 'malformed-address' },
  FST_ERR_MAX_PARAM_LENGTH: { code: 'address-too-long' },
};

function ofFastify(error: unknown): Failure | undefined {
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  const known = typeof code === 'string' ? fastifyErrors[code] : undefined;
  if (known) return known;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? ofStatus(statusCode) : undefined;
}

function ofStatus(status: number): Failure {
  if (status === 404) return { code: 'not-found' };
  if (status === 413) return { code: 'body-too-large' };
  if (status === 415) return { code: 'unsupported-media-type' };
  if (status === 503) return outages.unreachable;
  return { code: status < 500 ? 'malformed-request' : 'internal' };
}

/** What is answered for each, and when a client should try again. */
export const outages: Record<Outage, Failure> = {
  unreachable: unavailable('database-unreachable', 2),
  'read-only': unavailable('database-read-only', 10),
  full: unavailable('database-full', 30),
  busy: unavailable('database-busy', 2),
  slow: unavailable('database-slow', 10),
};

function ofDatabase(error: unknown): Failure | undefined {
  const outage = outageOf(error);
  return outage && outages[outage];
}

/** @param seconds after which a retry may succeed */
export function unavailable<C extends keyof OtherReasons>(why: C, seconds: number, ...given: Given<C>): Failure {
  return { code: 'unavailable', why: reason(why, ...given), headers: { 'Retry-After': String(seconds) } };
}

interface Occurrence {
  /** Where the pages about problems are served. */
  publicUrl: string;
  requestId: string;
}

export function problemBody(failure: Failure, language: Language, { publicUrl, requestId }: Occurrence): ProblemBody {
  const { code, problems = [] } = failure;
  const listed = problems.map((problem) => ({
    field: problem.field,
    code: problem.code,
    ...(problem.params !== undefined && { params: problem.params }),
    ...(problem.row !== undefined && { row: problem.row }),
    reason: say(problem, language),
  }));
  return {
    type: new URL(`/problems/${code}`, publicUrl).href,
    title: phrases(language).problems[code].title,
    status: statusOf[code],
    code,
    detail: detailOf(failure, language),
    instance: `urn:jalon:request:${requestId}`,
    ...(listed.length > 0 && { problems: listed }),
  };
}

function detailOf({ code, why, problems: [first, ...more] = [] }: Failure, language: Language): string {
  if (why !== undefined && !(first && isOfField(why.code))) return say(why, language);
  const { problems, problemPages } = phrases(language);
  if (!first) return problems[code].text;
  const others = more.length > 0 ? problemPages.more(more.length) : '';
  return `${first.field || problemPages.body} ${say(first, language)}${others}`;
}

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
