import { expect, it } from '@jest/globals';
import { secnumcloud } from '#domain/scheme/secnumcloud.js';
import { shiftPhrase } from './describe-standing.js';

it('says of the former and the new status which is a claim', () => {
  const [granted, withdrawn, unknown] = (['granted', 'withdrawn', 'unknown'] as const).map(
    (status) => (confirmed: boolean) => ({ status, confirmed, stage: null }),
  );
  const shift = (before = unknown!(false), after = before, language: 'en' | 'fr' = 'en') =>
    shiftPhrase({ before, after }, secnumcloud, language);
  const claim = ', not confirmed by the authority';
  expect(shift(granted!(true), withdrawn!(true))).toBe('qualified → withdrawn');
  expect(shift(granted!(false), withdrawn!(true))).toBe(`qualified${claim} → withdrawn`);
  expect(shift(granted!(true), withdrawn!(false))).toBe(`qualified → withdrawn${claim}`);
  expect(shift(granted!(false), withdrawn!(false))).toBe('qualified → withdrawn, both not confirmed by the authority');
  expect(shift(granted!(false), withdrawn!(false), 'fr')).toBe(
    'qualifié → retiré, l’un et l’autre non confirmés par l’autorité',
  );
  expect(shift(granted!(false), unknown!(false))).toBe(`qualified${claim} → no known status`);
  expect(shift(unknown!(false), granted!(false))).toBe(`qualified${claim}`);
});
