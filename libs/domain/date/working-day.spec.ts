import { describe, expect, it } from '@jest/globals';
import type { Day } from './day.js';
import { type Holidays, isWorkingDay, workingDayFrom, workingDayUpTo } from './working-day.js';

const around = (day: Day, holidays: Holidays = 'france') => [
  workingDayUpTo(day, holidays),
  workingDayFrom(day, holidays),
];

describe('a working day', () => {
  it('is its own nearest working day', () => {
    expect(around('2026-11-25')).toEqual(['2026-11-25', '2026-11-25']);
  });

  it('is Friday before and Monday after a weekend', () => {
    expect(around('2026-11-28')).toEqual(['2026-11-27', '2026-11-30']);
    expect(around('2026-11-29')).toEqual(['2026-11-27', '2026-11-30']);
  });

  it('is not Easter Monday, and in Alsace and Moselle not Good Friday: the weekend grows to four and five days', () => {
    expect(around('2026-04-05')).toEqual(['2026-04-03', '2026-04-07']);
    expect(around('2026-04-05', 'alsace-moselle')).toEqual(['2026-04-02', '2026-04-07']);
    expect(around('2026-04-05', 'none')).toEqual(['2026-04-03', '2026-04-06']);
  });

  it('may lie between two holidays of one week, as in May 2024', () => {
    expect(around('2024-05-08')).toEqual(['2024-05-07', '2024-05-10']); // Ascension on the 9th
    expect(around('2026-05-08')).toEqual(['2026-05-07', '2026-05-11']);
  });

  it('crosses the turn of the year', () => {
    expect(around('2028-01-01')).toEqual(['2027-12-31', '2028-01-03']);
    expect(around('2026-12-26', 'alsace-moselle')).toEqual(['2026-12-24', '2026-12-28']);
  });

  it('is counted right before 2000 too', () => {
    expect(['1999-12-31', '1999-01-03', '1990-01-06'].map((day) => isWorkingDay(day, 'none'))).toEqual([
      true,
      false,
      false,
    ]);
  });
});
