import { HttpException } from '@nestjs/common';
import { PlanningInProgress } from '#deadlines/answers/answer-transaction.js';
import { Refusal, type Problem } from '#domain/refusal.js';
import { Conflict, IdReused, Unstorable } from '#event-store/errors.js';
import { english, type Reason } from '#language/reason.js';
import { isOutage } from './outage.js';
import { type ProblemCode, problemTable, problemType } from './problem-table.js';
import type { ProblemBody } from './problem-body.js';
import { Rejection } from './rejection.js';

export interface Answered {
  body: ProblemBody;
  headers: Readonly<Record<string, string>>;
}

/** From whatever was thrown to what the client is told. Of a bug it is told nothing but that it is ours. */
export function problemOf(error: unknown): Answered {
  if (error instanceof Refusal) return answer(error.code, error.why, error.problems);
  if (error instanceof Rejection) return answer(error.code, error.why, error.problems, error.headers);
  if (error instanceof Conflict)
    return answer('conflict', 'The record changed while this was decided: read it again, and try again.');
  if (error instanceof IdReused)
    return answer('id-reused', 'This Idempotency-Key came with another request before: use a new one.', [
      { field: 'Idempotency-Key', reason: 'was used for something else' },
    ]);
  if (error instanceof Unstorable) return answer('unstorable', 'A value holds characters that cannot be stored.');
  if (error instanceof PlanningInProgress)
    return answer('unavailable', 'This is being planned at the moment: nothing was changed, try again.', [], {
      'Retry-After': '2',
    });
  if (error instanceof HttpException) return ofStatus(error.getStatus());
  return ofFastify(error) ?? (isOutage(error) ? outage() : answer('internal', 'The error was logged.'));
}

/** Fastify's own refusals, by their codes: https://fastify.dev/docs/latest/Reference/Errors/ */
const fastifyErrors: Record<string, [ProblemCode, string]> = {
  FST_ERR_CTP_INVALID_JSON_BODY: ['malformed-json', 'The body cannot be read as JSON.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['malformed-json', 'The body is empty: send a JSON object.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['malformed-request', 'The body is not as long as Content-Length says.'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['body-too-large', 'At most 1 MB, or 10 MB of CSV for an import.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported-media-type', 'Send application/json; an import takes text/csv.'],
  FST_ERR_CTP_INVALID_CONTENT_TYPE: ['unsupported-media-type', 'The Content-Type is malformed.'],
  FST_ERR_BAD_URL: ['malformed-address', 'The address holds a percent-encoding that is not UTF-8.'],
  FST_ERR_MAX_PARAM_LENGTH: ['address-too-long', 'A part of the address is too long.'],
};

function ofFastify(error: unknown): Answered | undefined {
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  const known = typeof code === 'string' ? fastifyErrors[code] : undefined;
  if (known) return answer(...known);
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? ofStatus(statusCode) : undefined;
}

/** For what the framework throws with a status of its own. */
function ofStatus(status: number): Answered {
  if (status === 404) return answer('not-found', 'There is nothing at this address.');
  if (status === 413) return answer('body-too-large', 'At most 1 MB, or 10 MB of CSV for an import.');
  if (status === 415) return answer('unsupported-media-type', 'Send application/json; an import takes text/csv.');
  if (status === 503) return outage();
  return status < 500
    ? answer('malformed-request', 'The request cannot be understood.')
    : answer('internal', 'The error was logged.');
}

const outage = (): Answered =>
  answer('unavailable', 'The ledger cannot be reached at the moment: try again.', [], { 'Retry-After': '2' });

export function answer(
  code: ProblemCode,
  why: Reason | string,
  problems: readonly Problem[] = [],
  headers: Answered['headers'] = {},
): Answered {
  const { title, status } = problemTable[code];
  const listed = problems.map((problem) => ({
    field: problem.field,
    ...(problem.row !== undefined && { row: problem.row }),
    reason: english(problem),
  }));
  const what = listed.length > 0 ? { problems: listed } : {};
  return { body: { type: problemType(code), title, status, detail: english(why), ...what }, headers };
}
