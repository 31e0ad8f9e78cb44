import { describe, expect, it } from '@jest/globals';
import { writtenDate } from '#language/format.js';

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
});
