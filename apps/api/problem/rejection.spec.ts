import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { because } from '#domain/validation.js';
import { type Rejection, SchemaPipe } from './rejection.js';
import { say } from '#language/phrases.js';

const reasonFor = (schema: z.ZodType, value: unknown): Promise<string | undefined> =>
  new SchemaPipe().transform(value, { type: 'body', schema }).then(
    () => undefined,
    (error: unknown) => say((error as Rejection).problems[0]!, 'en'),
  );

describe('the reason for an invalid value', () => {
  it.each([
    [z.int().min(1).max(6000), 0, 'must be at least 1'],
    [z.int().min(1).max(6000), 6001, 'must be at most 6000'],
    [z.number().gt(0), 0, 'must be above 0'],
    [z.number().lt(5), 5, 'must be below 5'],
    [z.string().min(3), 'ab', 'must have at least 3 characters'],
    [z.string().max(3), 'abcd', 'must have at most 3 characters'],
    [z.array(z.string()).max(1), ['a', 'b'], 'must have at most 1 entry'],
    [z.int().max(5, { error: because('page-number') }), 6, 'must be a page number, from 1'],
    [z.int(), 1.5, 'must be a whole number'],
    [z.string(), undefined, 'is required'],
  ])('names the bound (%#)', async (schema, value, reason) => {
    expect(await reasonFor(schema, value)).toBe(reason);
  });

  it('accepts a valid value', async () => {
    expect(await reasonFor(z.int().min(1), 1)).toBeUndefined();
  });
});
