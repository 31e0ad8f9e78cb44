import { expect, it } from '@jest/globals';
import { ens } from '#domain/scheme/ens.js';
import { secnumcloud } from '#domain/scheme/secnumcloud.js';
import { shiftPhrase, stagePhrase, standingPhrase } from './describe-standing.js';

it('puts no two brackets side by side', () => {
  expect(standingPhrase({ status: 'suspended', confirmed: true }, ens, 'fr')).toBe(
    'suspendu (confirmé par l’autorité)',
  );
  expect(standingPhrase({ status: 'lapsed', confirmed: true }, ens, 'fr')).toBe(
    'caduc (suivi non assuré), confirmé par l’autorité',
  );
});

it('agrees in French with the stage, whose name may be masculine', () => {
  expect(stagePhrase({ milestone: 'certificate', confirmed: true }, ens, 'fr')).toBe(
    'certificat de conformité (étape confirmée par l’autorité)',
  );
});

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
