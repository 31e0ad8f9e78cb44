import { describe, expect, it } from '@jest/globals';
import Calendar from 'date-holidays';
import { addDays, type Day } from './day.js';
import { isHoliday, type Holidays } from './working-day.js';

const FIRST_YEAR = 1990;
const LAST_YEAR = 2099;

const daysOf = (holidays: Holidays, from: Day, to: Day): Day[] => {
  const found: Day[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) if (isHoliday(day, holidays)) found.push(day);
  return found;
};

/** Every public holiday that the package knows, as days. */
const elsewhere = (calendar: Calendar): Day[] => {
  const years = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, nth) => FIRST_YEAR + nth);
  const found = years.flatMap((year) => calendar.getHolidays(year).filter(({ type }) => type === 'public'));
  return [...new Set(found.map(({ date }) => date.slice(0, 10)))].sort();
};

const ours = (holidays: Holidays): Day[] => daysOf(holidays, `${FIRST_YEAR}-01-01`, `${LAST_YEAR}-12-31`);

describe('public holidays', () => {
  it('of France match those of date-holidays for 1990 to 2099 exactly', () => {
    const theirs = elsewhere(new Calendar('FR'));
    expect(theirs.length).toBeGreaterThan(11 * 100);
    expect(ours('france')).toEqual(theirs);
  });

  it.each(['57', '67'])('are in Alsace and Moselle those that it has for department %s (long)', (department) => {
    expect(ours('alsace-moselle')).toEqual(elsewhere(new Calendar('FR', department)));
  });

  it('are eleven a year, and thirteen in Alsace and Moselle', () => {
    expect(daysOf('france', '2026-01-01', '2026-12-31')).toEqual([
      '2026-01-01',
      '2026-04-06',
      '2026-05-01',
      '2026-05-08',
      '2026-05-14',
      '2026-05-25',
      '2026-07-14',
      '2026-08-15',
      '2026-11-01',
      '2026-11-11',
      '2026-12-25',
    ]);
    expect(daysOf('alsace-moselle', '2026-01-01', '2026-12-31')).toHaveLength(13);
    expect(isHoliday('2026-04-03', 'alsace-moselle')).toBe(true);
    expect(isHoliday('2026-04-03', 'france')).toBe(false);
  });

  it('count once if two coincide, as Ascension and 1 May in 2008', () => {
    expect(daysOf('france', '2008-01-01', '2008-12-31')).toHaveLength(10);
  });

  it('are empty for the setting none', () => {
    expect(daysOf('none', '2026-01-01', '2026-12-31')).toEqual([]);
  });
});
