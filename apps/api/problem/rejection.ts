import { type ArgumentMetadata, Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import type { z } from 'zod';
import { type Given, type Problem, reason } from '#domain/refusal.js';
import { problemsOf } from '#domain/validation.js';
import type { Reason, ReasonCode } from '#domain/reasons.js';
import type { WireCode } from './problem-table.js';

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
