import { type ArgumentMetadata, Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import type { z } from 'zod';
import { type Given, type Problem, reason, type RefusalCode } from '#domain/refusal.js';
import { problemsOf } from '#domain/validation.js';
import type { Reason, ReasonCode } from '#domain/reasons.js';

/** Problems of HTTP requests, with their status; the others are refusals of the domain. */
const ofRequests = {
  'malformed-json': 400,
  'malformed-address': 400,
  'malformed-request': 400,
  'invalid-request': 400,
  'invalid-body': 422,
  unauthorized: 401,
  forbidden: 403,
  'foreign-form': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'stale-version': 412,
  conflict: 409,
  'id-reused': 422,
  unstorable: 422,
  'request-timeout': 408,
  'body-too-large': 413,
  'address-too-long': 414,
  'expectation-failed': 417,
  'headers-too-large': 431,
  'unsupported-media-type': 415,
  'not-acceptable': 406,
  'too-many-requests': 429,
  'not-seen-yet': 503,
  'ledger-reset': 410,
  'clock-jump': 503,
  'unreadable-event': 503,
  unavailable: 503,
  internal: 500,
} as const;

export type WireCode = keyof typeof ofRequests;
export type ProblemCode = RefusalCode | WireCode;

/** The HTTP status of every problem: a new code does not compile until it has one, nor without a title in every language. */
export const statusOf: Record<ProblemCode, number> = {
  ...ofRequests,
  'subscription-unfit': 409,
  'reminder-not-sent': 422,
  'reminder-over': 422,
  'since-out-of-range': 422,
  'snooze-out-of-range': 422,
  'account-unfit': 409,
  'already-exists': 409,
  'last-admin': 409,
  'unknown-reference': 422,
  unchanged: 409,
  'milestone-dropped': 422,
  'reason-missing': 422,
  'already-retracted': 409,
  'name-ambiguous': 409,
  'name-unusable': 422,
  'dependency-cycle': 422,
  'transfer-to-holder': 422,
  'amendment-invalid': 422,
  'import-invalid': 422,
  'register-invalid': 422,
  'evidence-invalid': 422,
  'evidence-too-large': 413,
  'register-document-invalid': 422,
  'reading-not-held': 409,
  'reading-older': 409,
  'ledger-not-empty': 409,
  'too-many-rows': 413,
  'feed-revoked': 410,
  'not-a-bounce': 422,
  'approval-needed': 409,
  'account-needed': 403,
  'own-proposal': 403,
  'proposal-decided': 409,
  'proposal-changed': 409,
  'limit-reached': 409,
  'not-followable': 422,
  'token-invalid': 422,
  'target-not-allowed': 422,
};

/** A request rejected before any rule is applied. Nothing is recorded. */
export class Rejection extends Error {
  /**
   * @param why the particular reason; absent if `problems` or the text of the code is enough
   * @param headers of the response
   */
  constructor(
    readonly code: WireCode,
    readonly why?: Reason,
    readonly problems: readonly Problem[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(code);
    this.name = 'Rejection';
  }
}

/** A rejection about one parameter or header. */
export const reject = <C extends ReasonCode>(field: string, code: C, ...given: Given<C>): Rejection =>
  new Rejection('invalid-request', undefined, [{ field, ...reason(code, ...given) }]);

/** A rejection of a request that may succeed after some seconds. */
export const retryAfter = (seconds: number, code: WireCode, why?: Reason): Rejection =>
  new Rejection(code, why, [], { 'Retry-After': String(seconds) });

const MOST_SHOWN = 100;

/** Parameters given several times are lists, which no schema takes. */
const repeated = (problem: Problem, query: unknown): Problem =>
  problem.code !== 'unknown-field' && Array.isArray((query as Record<string, unknown> | undefined)?.[problem.field])
    ? { field: problem.field, ...reason('given-twice') }
    : problem;

/** Validates parameters and bodies by the schemas that routes declare; the rejection lists every field that is not valid. */
@Injectable()
export class SchemaPipe extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const { schema } = metadata;
    if (!schema) return value;
    const result = await schema['~standard'].validate(value);
    if (!result.issues) return result.value as T;
    const problems = problemsOf(result.issues as z.core.$ZodIssue[], value, metadata.data).slice(0, MOST_SHOWN);
    if (metadata.type === 'body') throw new Rejection('invalid-body', undefined, problems);
    const named = problems.map((problem) => repeated(problem, value));
    throw new Rejection('invalid-request', undefined, named);
  }
}
