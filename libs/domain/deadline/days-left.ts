import { daysBetween, type Day } from '../date/day.js';
import { earliest, latest, type PartialDate } from '../date/partial-date.js';

/** To the earliest day of `due`; 0 while `due` may mean the day; below 0, the days since its latest day. */
export function daysLeft(due: PartialDate, day: Day): number {
  if (day < earliest(due)) return daysBetween(day, earliest(due));
  return day <= latest(due) ? 0 : daysBetween(day, latest(due));
}
