/*
 * Days by the calendar of `Date` alone. Written apart from libs/domain/date on purpose: an oracle that shares its dates with
 * what it judges would share its mistakes.
 */

export const NEVER = '9999-12-31';

/** Months and days beyond the end of a year or month are counted on from there. */
const iso = (year: number, month: number, day: number): string =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);

const parts = (day: string): [number, number, number] => {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return [year, month - 1, date];
};

/** The first and the last day that a partial date can mean. */
export function daysOf(date: string): { first: string; last: string } {
  const year = Number(date.slice(0, 4));
  const rest = date.slice(5);
  if (date.length === 10) return { first: date, last: date };
  if (rest === '') return { first: iso(year, 0, 1), last: iso(year, 11, 31) };
  const n = Number(rest.replace(/\D/g, ''));
  const months = rest.startsWith('Q') ? 3 : rest.startsWith('H') ? 6 : 1;
  return { first: iso(year, (n - 1) * months, 1), last: iso(year, n * months, 0) };
}

export function daysAfter(day: string, count: number): string {
  const [year, month, date] = parts(day);
  return iso(year, month, date + count);
}

/** The same day of a later month; the last one of that month where it has no such day. */
export function monthsAfter(day: string, count: number): string {
  const [year, month, date] = parts(day);
  const lastOfThatMonth = Number(iso(year, month + count + 1, 0).slice(8));
  return iso(year, month + count, Math.min(date, lastOfThatMonth));
}
