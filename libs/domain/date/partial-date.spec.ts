import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, addYears, dayIn, daysBetween, isDay } from './day.js';
import { earliest, isPartialDate, latest } from './partial-date.js';

describe('a partial date', () => {
  it.each([
    ['2021-05-27', '2021-05-27', '2021-05-27'],
    ['2020-11', '2020-11-01', '2020-11-30'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2025-Q1', '2025-01-01', '2025-03-31'],
    ['2025-Q4', '2025-10-01', '2025-12-31'],
    ['2026-H1', '2026-01-01', '2026-06-30'],
    ['2026-H2', '2026-07-01', '2026-12-31'],
    ['2023', '2023-01-01', '2023-12-31'],
  ])('%s means a day from %s to %s', (date, first, last) => {
    expect([isPartialDate(date), earliest(date), latest(date)]).toEqual([true, first, last]);
  });

  it.each([
    '2021-02-30',
    '2026-H3',
    '2025-Q0',
    '2025-Q5',
    '2025-13',
    '2025-00',
    '2025-1',
    '25',
    '1899',
    '2200',
    '2023-02-29',
    'Q1-2025',
    '2025-W01',
    '',
    ' 2025',
    '2025-05-27T00:00:00Z',
    '２０２５',
  ])('%p is not one', (text) => {
    expect(isPartialDate(text)).toBe(false);
  });

  it('never ends before it begins', () => {
    const dates = fc.tuple(
      fc.integer({ min: 1900, max: 2199 }),
      fc.constantFrom('', '-02', '-12', '-Q1', '-Q4', '-H1', '-H2', '-01-31'),
    );
    fc.assert(
      fc.property(dates, ([year, rest]) => daysBetween(earliest(`${year}${rest}`), latest(`${year}${rest}`)) >= 0),
    );
  });
});

describe('a day', () => {
  it('counts over leap years and year ends', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(daysBetween('2026-11-25', '2026-12-29')).toBe(34);
  });

  it('falls on 1 March a year after 29 February', () => {
    expect(addYears('2024-02-29', 1)).toBe('2025-03-01');
  });

  it('depends on the time zone', () => {
    expect(dayIn('Europe/Paris', new Date('2026-11-24T23:30:00Z'))).toBe('2026-11-25');
  });

  it('exists in the calendar and within the ledger’s years', () => {
    expect(['2024-02-29', '2023-02-29', '0999-01-01', '2300-01-01'].map(isDay)).toEqual([true, false, false, false]);
  });
});
