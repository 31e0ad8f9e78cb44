import { phrases } from '#language/phrases.js';
import { describe, expect, it } from '@jest/globals';
import { LANGUAGES } from '#language/language.js';
import { statusOf } from '../../problem/problem-table.js';
import { errorWords } from './console-site.js';

describe('an error page', () => {
  const statuses = [...new Set(Object.values(statusOf))];

  it.each(LANGUAGES)('has a title for every way in which Jalon says no, in %s', (language) => {
    const titles: Partial<Record<string, string>> = phrases(language).console.errors.title;
    expect(statuses.filter((status) => titles[status] === undefined)).toEqual([]);
  });

  it('tells the rule’s own reason where there is no more to say about the status', () => {
    const refused = { code: 'any', status: 409, detail: 'ce dossier a déjà été ouvert' };
    expect(errorWords(refused, 'fr')).toEqual({
      title: 'Incompatible avec les données enregistrées',
      texts: ['Ce dossier a déjà été ouvert.'],
      listed: [],
    });
  });

  it('says nothing twice: what names its field is in a list, what the rules say of one thing is a sentence', () => {
    const asOf = { field: 'asOf', code: 'required', reason: 'is required' };
    const about = { code: 'invalid-request', status: 400, detail: 'asOf is required' };
    expect(errorWords({ ...about, problems: [asOf] }, 'en')).toMatchObject({ texts: [], listed: [asOf] });
    const none = { field: 'id', code: 'x', reason: 'no provider nobody is on record' };
    const unknown = { code: 'unknown-provider', status: 404, detail: none.reason, problems: [none] };
    const { texts, listed } = errorWords(unknown, 'en');
    expect([texts.at(-1), listed]).toEqual(['No provider nobody is on record.', []]);
  });
});
