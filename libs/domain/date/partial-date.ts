import { z } from 'zod';
import type { Reason } from '../reasons.js';
import { reason } from '../refusal.js';
import { refusedFor } from '../validation.js';
import { addDays, inRange, isDay, isOutOfRange, type Day } from './day.js';

/** A date with the precision of its source: `2021-05-27`, `2020-11`, `2025-Q1`, `2026-H1` or `2023`. */
export type PartialDate = string;

/** Of a date that is no day. */
const LONGEST = '2021-05'.length;
const PATTERN = /^(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?$/;

export const isPartialDate = (text: string): boolean => isDay(text) || monthsOf(text) !== undefined;

/** The earliest possible day: events take effect on it, and warnings for deadlines start from it. */
export function earliest(date: PartialDate): Day {
  const months = monthsOf(date);
  return months ? firstOf(months.year, months.first) : date;
}

/** The latest possible day. A validity ends at the end of it. */
export function latest(date: PartialDate): Day {
  const months = monthsOf(date);
  return months ? addDays(firstOf(months.year, months.first + months.count), -1) : date;
}

export const PRECISIONS = ['day', 'month', 'quarter', 'half', 'year'] as const;
type Precision = (typeof PRECISIONS)[number];

export function precisionOf(date: PartialDate): Precision {
  switch (monthsOf(date)?.count) {
    case undefined:
      return 'day';
    case 1:
      return 'month';
    case 3:
      return 'quarter';
    case 6:
      return 'half';
    default:
      return 'year';
  }
}

/** Whether no day fits both dates. Dates of different precision agree if one does. */
export const areApart = (a: PartialDate, b: PartialDate): boolean => latest(a) < earliest(b) || latest(b) < earliest(a);

export const PartialDateSchema = z
  .string()
  .superRefine(refusedFor(problemWithDate))
  .meta({
    id: 'PartialDate',
    pattern: '^[0-9]{4}(-((0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?|Q[1-4]|H[12]))?$',
    description: 'A day, month, quarter, half-year or year.',
    examples: ['2021-05-27', '2020-11', '2025-Q1', '2026-H1', '2023'],
  });

function problemWithDate(text: string): Reason | undefined {
  if (isPartialDate(text)) return undefined;
  const isWrittenDay = /^\d{4}-\d\d-\d\d$/.test(text);
  if (isOutOfRange(text))
    return reason(isWrittenDay || PATTERN.test(text) ? 'year-out-of-range' : 'partial-date-format');
  return reason(isWrittenDay ? 'no-such-day' : 'partial-date-format');
}

interface Months {
  year: number;
  /** 1 to 12 */
  first: number;
  count: number;
}

function monthsOf(text: string): Months | undefined {
  if (text.length > LONGEST) return undefined;
  const match = PATTERN.exec(text);
  if (!match || !inRange(Number(match[1]))) return undefined;
  const [, year, month, quarter, half] = match;
  if (month) return { year: Number(year), first: Number(month), count: 1 };
  if (quarter) return { year: Number(year), first: 3 * Number(quarter) - 2, count: 3 };
  if (half) return { year: Number(year), first: 6 * Number(half) - 5, count: 6 };
  return { year: Number(year), first: 1, count: 12 };
}

const firstOf = (year: number, month: number): Day =>
  month > 12 ? `${year + 1}-01-01` : `${year}-${String(month).padStart(2, '0')}-01`;
