import { describe, expect, it } from '@jest/globals';
import { counted, quoted, shortDate, typeset, writtenDate } from '#language/format.js';

describe('a date in a mail', () => {
  it.each([
    ['2021-05-27', '27 mai 2021', '27 May 2021'],
    ['2021-03-01', '1er mars 2021', '1 March 2021'],
    ['2020-11', 'novembre 2020', 'November 2020'],
    ['2025-Q1', '1er trimestre 2025', 'Q1 2025'],
    ['2025-Q3', '3e trimestre 2025', 'Q3 2025'],
    ['2026-H2', '2e semestre 2026', 'second half of 2026'],
    ['2023', '2023', '2023'],
  ])('is as precise as it is known: %s', (date, french, english) => {
    expect([writtenDate(date, 'fr'), writtenDate(date, 'en')]).toEqual([french, english]);
  });

  it('has a short form for lists', () => {
    expect(['2026-11-30', '2026-12-01', '2020-11', '2025-Q1'].map((date) => shortDate(date, 'fr'))).toEqual([
      '30 nov. 2026',
      '1er déc. 2026',
      'nov. 2020',
      '1er trimestre 2025',
    ]);
    expect(['2026-11-30', '2020-11'].map((date) => shortDate(date, 'en'))).toEqual(['30 Nov 2026', 'Nov 2020']);
  });
});

const thin = '\u202f';

describe('the typography of a mail', () => {
  it.each([
    ["L'ANSSI accepte : rien n'est jugé ; fin ?", `L’ANSSI accepte${thin}: rien n’est jugé${thin}; fin${thin}?`],
    ['c\'est le "visa" !', `c’est le «${thin}visa${thin}»${thin}!`],
    ['« visa »', `«${thin}visa${thin}»`],
    ['https://example.org/a:b à 9:30', 'https://example.org/a:b à 9:30'],
  ])('keeps marks with their words in French: %s', (text, set) => {
    expect(typeset(text, 'fr')).toBe(set);
  });

  it('uses typographic quotation marks in English', () => {
    expect(typeset('the centre\'s "visa": done', 'en')).toBe('the centre’s “visa”: done');
    expect([quoted('a', 'fr'), quoted('a', 'en')]).toEqual([`«${thin}a${thin}»`, '“a”']);
  });

  it.each([
    [0, '0 fait', '0 facts'],
    [1, '1 fait', '1 fact'],
    [2, '2 faits', '2 facts'],
    [12_000, `12${thin}000 faits`, '12,000 facts'],
  ])('counts %i', (count, french, english) => {
    expect(counted(count, ['fait', 'faits'], 'fr')).toBe(french);
    expect(counted(count, ['fact', 'facts'], 'en')).toBe(english);
  });
});
