import { addDays, daysBetween, type Day } from './day.js';
import { isHoliday, type Holidays } from './holidays.js';

/** A day on which offices are open: Monday to Friday, and no public holiday. */
export const isWorkingDay = (day: Day, holidays: Holidays): boolean => !isWeekend(day) && !isHoliday(day, holidays);

/** The day itself, or the nearest working day before it. */
export function workingDayUpTo(day: Day, holidays: Holidays): Day {
  while (!isWorkingDay(day, holidays)) day = addDays(day, -1);
  return day;
}

/** The day itself, or the nearest working day after it. */
export function workingDayFrom(day: Day, holidays: Holidays): Day {
  while (!isWorkingDay(day, holidays)) day = addDays(day, 1);
  return day;
}

const A_SATURDAY: Day = '2000-01-01';

const isWeekend = (day: Day): boolean => ((daysBetween(A_SATURDAY, day) % 7) + 7) % 7 < 2;
