import { addDays, addMonths, type Day, isDay } from '#domain/date/day.js';

/** `yyyy-mm` */
export type Month = string;

export const isMonth = (text: string): boolean => /^\d{4}-\d\d$/.test(text) && isDay(`${text}-01`);

export const firstDayOf = (month: Month): Day => `${month}-01`;

export const lastDayOf = (month: Month): Day => addDays(addMonths(firstDayOf(month), 1), -1);

/** The month before or after; `undefined` beyond the supported years. */
export function monthAfter(month: Month, count: 1 | -1): Month | undefined {
  const other = addMonths(firstDayOf(month), count).slice(0, 7);
  return isMonth(other) ? other : undefined;
}

/** Weeks from Monday to Sunday; `null` for days of other months. */
export function weeksOf(month: Month): (Day | null)[][] {
  const first = firstDayOf(month);
  const days: (Day | null)[] = Array.from({ length: weekdayOf(first) }, () => null);
  for (let day = first; day <= lastDayOf(month); day = addDays(day, 1)) days.push(day);
  while (days.length % 7 > 0) days.push(null);
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(7 * week, 7 * week + 7));
}

/** 0 for Monday. */
const weekdayOf = (day: Day): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
