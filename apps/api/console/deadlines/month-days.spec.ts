import { describe, expect, it } from '@jest/globals';
import { isMonth, lastDayOf, monthAfter, weeksOf } from './month-days.js';

const shown = (month: string): string =>
  weeksOf(month)
    .map((week) => week.map((day) => day?.slice(-2) ?? '··').join(' '))
    .join('\n');

describe('the weeks of a month', () => {
  it('begin on Mondays', () => {
    expect(shown('2026-11')).toBe(
      [
        '·· ·· ·· ·· ·· ·· 01',
        '02 03 04 05 06 07 08',
        '09 10 11 12 13 14 15',
        '16 17 18 19 20 21 22',
        '23 24 25 26 27 28 29',
        '30 ·· ·· ·· ·· ·· ··',
      ].join('\n'),
    );
  });

  it('are four where February begins on a Monday, and know a leap day', () => {
    expect(weeksOf('2027-02')).toHaveLength(4);
    expect(weeksOf('2028-02').flat().at(-6)).toBe('2028-02-29');
    expect(lastDayOf('2028-02')).toBe('2028-02-29');
  });

  it('have neighbours within the years that a ledger holds', () => {
    expect([monthAfter('2026-12', 1), monthAfter('2026-01', -1)]).toEqual(['2027-01', '2025-12']);
    expect([monthAfter('2199-12', 1), monthAfter('1900-01', -1)]).toEqual([undefined, undefined]);
    expect(['2026-13', '2026-1', '1899-12', '2026-00'].filter(isMonth)).toEqual([]);
  });
});
