import { describe, expect, it } from '@jest/globals';
import { reason, refuse } from '#domain/refusal.js';
import { errorWords } from './console-site.js';

describe('an error page', () => {
  it('tells the rule’s own reason where there is no more to say about the status', () => {
    expect(errorWords({ code: 'already-exists', why: reason('dossier-exists', { dossier: '1' }) }, 'fr')).toEqual({
      title: 'Existe déjà',
      texts: ['Le dossier existe déjà.'],
      listed: [],
    });
  });

  it('says nothing twice: what names its field is in a list, what the rules say of one thing is a sentence', () => {
    const asOf = { field: 'asOf', ...reason('required') };
    const invalid = { code: 'invalid-request', problems: [asOf] } as const;
    expect(errorWords(invalid, 'en')).toMatchObject({ texts: [], listed: [asOf] });
    const { texts, listed } = errorWords(refuse('not-found', 'id', 'provider-not-found', { provider: 'nobody' }), 'en');
    expect([texts.at(-1), listed]).toEqual(['Provider nobody not found.', []]);
  });
});
