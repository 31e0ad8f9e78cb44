import { addDays, daysBetween, type Day } from '#domain/date/day.js';

/** Horizontal time axis; positions in percent of the width. */
export interface Axis {
  at: (day: Day) => string;
  width: (from: Day, to: Day) => string;
  /** Year marks, thinned out to fit. */
  years: { year: string; day: Day }[];
}

const MARGIN = 4;
const MOST_YEARS = 7;

/** @param days dates to cover; at least one */
export function axisOver(days: readonly Day[]): Axis {
  const inOrder = days.toSorted();
  const first = inOrder[0] ?? '';
  const last = inOrder.at(-1) ?? first;
  const whole = Math.max(30, daysBetween(first, last));
  const share = (count: number): number => (count / whole) * (100 - 2 * MARGIN);
  return {
    at: (day) => `${(MARGIN + share(daysBetween(first, day))).toFixed(2)}%`,
    width: (from, to) => `${Math.max(0.6, share(daysBetween(from, to))).toFixed(2)}%`,
    years: yearsBetween(first, addDays(first, whole)),
  };
}

function yearsBetween(first: Day, last: Day): Axis['years'] {
  const from = Number(first.slice(0, 4)) + (first.endsWith('-01-01') ? 0 : 1);
  const to = Number(last.slice(0, 4));
  const step = Math.max(1, Math.ceil((to - from + 1) / MOST_YEARS));
  const years: Axis['years'] = [];
  for (let year = from; year <= to; year += step) years.push({ year: String(year), day: `${year}-01-01` });
  return years;
}
