import { expect, it } from '@jest/globals';
import { refuse } from '#domain/refusal.js';
import { failureOf, problemBody } from './problem.filter.js';

it('names in its detail the field that a rule refuses, unless the reason is a sentence of its own', () => {
  const request = { publicUrl: 'https://jalon.example.org', requestId: '1' };
  const detailOf = (refusal: Error) => problemBody(failureOf(refusal), 'en', request).detail;
  expect(detailOf(refuse('name-unusable', 'name', 'name-without-letters'))).toBe(
    'name must contain a letter or a digit',
  );
  const exists = refuse('already-exists', 'service', 'dossier-exists', { dossier: '1' });
  expect(detailOf(exists)).toBe('The dossier already exists');
});
