import { addDays, type Day, daysBetween } from './day.js';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

export type Weekday = (typeof WEEKDAYS)[number];

const A_MONDAY = '1970-01-05';

/** The latest such day of the week, up to a day. */
export function latestWeekday(weekday: Weekday, upTo: Day): Day {
  const since = daysBetween(addDays(A_MONDAY, WEEKDAYS.indexOf(weekday)), upTo) % 7;
  return addDays(upTo, -((since + 7) % 7));
}
