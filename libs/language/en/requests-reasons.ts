import { english as en } from '../format.js';

const TYPES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  object: 'an object',
  array: 'a list',
  boolean: 'true or false',
};

/** Reasons of REST and form requests: what is wrong with a value, a header or a body. A field's name stands before them. */
export const requestsReasons = {
  required: 'is required',
  'unknown-field': 'is not a known field',
  'wrong-type': ({ expected }: { expected: string }) => `must be ${TYPES[expected] ?? expected}`,
  'not-one-of': ({ values }: { values: readonly string[] }) => `must be one of ${values.join(', ')}`,
  'wrong-format': ({ format }: { format: string }) => `must be a valid ${format}`,
  'invalid-value': 'is not valid',
  'too-large': ({ of, maximum, included }: { of: string; maximum: number; included: boolean }) =>
    of === 'string'
      ? `must have at most ${en.count(maximum, 'character', 'characters')}`
      : of === 'array'
        ? `must have at most ${en.count(maximum, 'entry', 'entries')}`
        : `must be ${included ? 'at most' : 'below'} ${maximum}`,
  'too-small': ({ of, minimum, included }: { of: string; minimum: number; included: boolean }) =>
    of === 'string'
      ? `must have at least ${en.count(minimum, 'character', 'characters')}`
      : of === 'array'
        ? `must have at least ${en.count(minimum, 'entry', 'entries')}`
        : `must be ${included ? 'at least' : 'above'} ${minimum}`,
  'not-multiple-of': ({ divisor }: { divisor: number }) => `must be a multiple of ${divisor}`,
};
