import { describe, expect, it } from '@jest/globals';
import { LANGUAGES } from './language.js';
import { writtenDate } from './format.js';
import { partialDateTyped } from './typed-date.js';

describe('a date as people type it', () => {
  it.each([
    ['2021-05-27', '2021-05-27'],
    ['2020-11', '2020-11'],
    ['2025-q1', '2025-Q1'],
    ['2026-H1', '2026-H1'],
    ['2023', '2023'],
    [' 2023 ', '2023'],
    ['2021/5/7', '2021-05-07'],
    ['20210527', '2021-05-27'],
    ['27/05/2021', '2021-05-27'],
    ['27.5.2021', '2021-05-27'],
    ['27-05-2021', '2021-05-27'],
    ['06/06/2021', '2021-06-06'],
    ['05/2021', '2021-05'],
    ['2021/11', '2021-11'],
    ['27 mai 2021', '2021-05-27'],
    ['le jeudi 27 mai 2021', '2021-05-27'],
    ['1er août 2025', '2025-08-01'],
    ['27 May 2021', '2021-05-27'],
    ['May 27, 2021', '2021-05-27'],
    ['Thursday, May 27th, 2021', '2021-05-27'],
    ['the 3rd of June 2021', '2021-06-03'],
    ['mai 2021', '2021-05'],
    ['févr. 2024', '2024-02'],
    ['Nov 2020', '2020-11'],
    ['décembre 2024', '2024-12'],
    ['2024 décembre', '2024-12'],
    ['T1 2025', '2025-Q1'],
    ['2025 T4', '2025-Q4'],
    ['2025-T4', '2025-Q4'],
    ['Q3 2025', '2025-Q3'],
    ['3e trimestre 2025', '2025-Q3'],
    ['first quarter of 2025', '2025-Q1'],
    ['S1 2026', '2026-H1'],
    ['H2 2026', '2026-H2'],
    ['second semestre 2026', '2026-H2'],
    ['premier semestre de 2026', '2026-H1'],
    ['first half of 2026', '2026-H1'],
    ['second semester 2026', '2026-H2'],
    ['first half-year of 2026', '2026-H1'],
    ['en 2023', '2023'],
    ['année 2023', '2023'],
    ['29 février 2024', '2024-02-29'],
  ])('%j is %s to whoever reads French or English', (text, date) => {
    for (const language of LANGUAGES) expect(partialDateTyped(text, language)).toEqual({ date });
  });

  it('begins with the day where French is read', () => {
    expect(partialDateTyped('05/06/2021', 'fr')).toEqual({ date: '2021-06-05' });
  });

  it('is refused in English when day and month could be either, with what would be right', () => {
    expect(partialDateTyped('05/06/2021', 'en')).toEqual({
      problem: { code: 'date-ambiguous', params: { dayFirst: '2021-06-05', monthFirst: '2021-05-06' } },
    });
  });

  it('may begin with the month in English when no day is taken for it', () => {
    expect(partialDateTyped('05/27/2021', 'en')).toEqual({ date: '2021-05-27' });
    expect(partialDateTyped('05/27/2021', 'fr')).toEqual({ problem: { code: 'no-such-day' } });
  });

  it.each(['31/06/2021', '29 February 2023', '2021-13', '32 mai 2021'])('%j does not exist', (text) => {
    expect(partialDateTyped(text, 'en')).toEqual({ problem: { code: 'no-such-day' } });
  });

  it.each(['Q1 1066', '9999', '1 May 2400'])('%j is beyond the years that are kept', (text) => {
    expect(partialDateTyped(text, 'en')).toEqual({ problem: { code: 'year-out-of-range' } });
  });

  it.each(['27/05/21', '27 mai 21'])('%j wants a whole year', (text) => {
    expect(partialDateTyped(text, 'fr')).toEqual({ problem: { code: 'year-too-short' } });
  });

  it.each([
    'soon',
    'S3 2025',
    'dernier semestre 2025',
    'jui 2021',
    '27',
    'mai',
    '2021 2022',
    '',
    '<b>2021</b>',
    '5 May 6 June 2021',
    '1/2/3/2021',
  ])('%j is not read as a date, and one is told how to write it', (text) => {
    expect(partialDateTyped(text, 'fr')).toEqual({ problem: { code: 'date-unreadable' } });
  });

  it('is understood as it is written elsewhere on the pages', () => {
    const dates = ['2021-05-27', '2025-08-01', '2020-11', '2023', '1999-12-31'].concat(
      ['Q1', 'Q2', 'Q3', 'Q4', 'H1', 'H2'].map((part) => `2026-${part}`),
      ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'].map((month) => `2024-${month}`),
    );
    for (const language of LANGUAGES)
      for (const date of dates) expect(partialDateTyped(writtenDate(date, language), language)).toEqual({ date });
  });
});
