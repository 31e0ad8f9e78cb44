import { z } from 'zod';
import type { Reason, ReasonCode } from './reasons.js';
import { type Problem, reason } from './refusal.js';

/** Marks the issues of zod's own checks, whose reason follows from the kind of issue. */
const BUILT_IN = 'native';

z.config({ localeError: () => BUILT_IN });

/**
 * The reason code of a check, as in `z.string().regex(…, { error: because('scheme-slug-format') })`. Its parameters are the
 * `params` of a `refine`, and `{ minimum }` or `{ maximum }` of a bound.
 */
export const because = <C extends ReasonCode>(code: C): C => code;

/**
 * A check with several reasons, for `superRefine`.
 *
 * @param problemWith the reason to reject a value, if any
 */
export const refusedFor = <T>(problemWith: (value: T) => Reason | undefined) =>
  refusedForAll<T>((value) => {
    const why = problemWith(value);
    return why ? [{ path: [], why }] : [];
  });

/** A reason to reject a value, with the place in it. */
export interface PlacedReason {
  path: (string | number)[];
  why: Reason;
}

/** A check across the fields of a value, for `superRefine`. */
export const refusedForAll =
  <T>(problemsWith: (value: T) => readonly PlacedReason[]) =>
  (value: T, context: z.core.$RefinementCtx<T>): void => {
    for (const { path, why } of problemsWith(value))
      context.addIssue({ code: 'custom', path, message: why.code, ...(why.params && { params: why.params }) });
  };

/**
 * Converts zod issues to problems of a request.
 *
 * @param value the validated value, which tells missing fields from those of the wrong type
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
  if (issue.message !== BUILT_IN) return namedReason(issue);
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

/** The reason of a check that names one by `because`. */
function namedReason(issue: z.core.$ZodIssue): Reason {
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

/** Deeper than any schema. Validating much deeper input would exhaust the stack. */
export const DEEPEST = 32;

/** Whether lists and objects are nested deeper than `DEEPEST`. Not recursive, so that no input exhausts the stack. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    level = level.flatMap((part): unknown[] => (typeof part === 'object' && part !== null ? Object.values(part) : []));
  }
  return false;
}
