import { expect, it } from '@jest/globals';
import { ens } from '#domain/scheme/ens.js';
import { stagePhrase, standingPhrase } from './describe-standing.js';

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
