import { z } from 'zod';
import type { Reason, ReasonCode } from '#language/phrases.js';
import { type Problem, reason } from './refusal.js';

/** Marks what zod itself says: such an issue is told by its kind, not by its text. */
const ZODS = 'native';

z.config({ localeError: () => ZODS });

/**
 * The code that a schema gives as its error, as in `z.string().regex(…, { error: because('scheme-slug-format') })`. The sentence
 * for it gets `params` of a `refine`, and for bounds `{ minimum }` or `{ maximum }`.
 */
export const because = <C extends ReasonCode>(code: C): C => code;

/**
 * For `superRefine`: a rule with several reasons.
 *
 * @param problemWith the reason against a value, if there is one
 */
export const refusedFor =
  <T>(problemWith: (value: T) => Reason | undefined) =>
  (value: T, context: z.core.$RefinementCtx<T>): void => {
    const problem = problemWith(value);
    if (problem)
      context.addIssue({ code: 'custom', message: problem.code, ...(problem.params && { params: problem.params }) });
  };

/**
 * What a schema found, as problems of a request.
 *
 * @param value what was validated: a value that is absent is required, one of another type is of the wrong type
 * @param at the path of `value` in the request
 */
export const problemsOf = (issues: readonly z.core.$ZodIssue[], value: unknown, at = ''): Problem[] =>
  issues.flatMap((issue): Problem[] => {
    const field = [at, ...issue.path.map(String)].filter(Boolean).join('.');
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ field: [field, key].filter(Boolean).join('.'), ...reason('unknown-field') }));
    return [{ field, ...reasonOf(issue, value) }];
  });

function reasonOf(issue: z.core.$ZodIssue, value: unknown): Reason {
  if (issue.message !== ZODS) return ours(issue);
  switch (issue.code) {
    case 'invalid_type':
      return isAbsent(issue, value) ? reason('required') : reason('wrong-type', { expected: issue.expected });
    case 'invalid_value':
      return reason('not-one-of', { values: issue.values.map(String) });
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? reason('not-one-of', { values: issue.options.map(String) })
        : reason('invalid-value');
    case 'invalid_format':
      return reason('wrong-format', { format: issue.format });
    case 'too_big':
      return reason('too-large', {
        of: issue.origin,
        maximum: Number(issue.maximum),
        included: issue.inclusive ?? true,
      });
    case 'too_small':
      return reason('too-small', {
        of: issue.origin,
        minimum: Number(issue.minimum),
        included: issue.inclusive ?? true,
      });
    case 'not_multiple_of':
      return reason('not-multiple-of', { divisor: issue.divisor });
    case 'unrecognized_keys':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return reason('invalid-value');
  }
}

/** The reason that a schema gave with `because`. */
function ours(issue: z.core.$ZodIssue): Reason {
  const params = paramsOf(issue);
  return { code: issue.message as ReasonCode, ...(params !== undefined && { params }) } as Reason;
}

function paramsOf(issue: z.core.$ZodIssue): object | undefined {
  switch (issue.code) {
    case 'custom':
      return issue.params;
    case 'too_big':
      return { maximum: Number(issue.maximum) };
    case 'too_small':
      return { minimum: Number(issue.minimum) };
    case 'invalid_type':
    case 'invalid_value':
    case 'invalid_union':
    case 'invalid_format':
    case 'not_multiple_of':
    case 'unrecognized_keys':
    case 'invalid_key':
    case 'invalid_element':
      return undefined;
  }
}

const isAbsent = (issue: z.core.$ZodIssue, value: unknown): boolean =>
  issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | null | undefined)?.[key], value) ===
  undefined;

/** Deeper than anything that a schema here describes; validating deeper input would exhaust the stack. */
export const DEEPEST = 32;

/** Whether lists and objects stand within each other beyond `DEEPEST`. Level by level: no recursion, whatever it is given. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((part): unknown[] => (typeof part === 'object' && part !== null ? Object.values(part) : []));
  }
  return false;
}
