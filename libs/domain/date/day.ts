import { z } from 'zod';

const MS_PER_DAY = 86_400_000;

/** A calendar day, `yyyy-mm-dd`, without a time zone. Days compare as strings. */
export type Day = string;

/** Later than every day that a ledger can hold; stands for "no end". */
export const END_OF_TIME: Day = '9999-12-31';

const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;

export function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match !== null && fromUtc(utc(text)) === text && inRange(Number(match[1]));
}

export const inRange = (year: number): boolean => year >= FIRST_YEAR && year <= LAST_YEAR;

export const DaySchema = z
  .string()
  .refine(isDay, { error: 'must be a day that exists, written yyyy-mm-dd, such as 2021-05-27' })
  .meta({ format: 'date', example: '2021-05-27' });

export const addDays = (day: Day, days: number): Day => fromUtc(utc(day) + days * MS_PER_DAY);

/** Whole days from `from` to `to`; negative when `to` comes first. */
export const daysBetween = (from: Day, to: Day): number => Math.round((utc(to) - utc(from)) / MS_PER_DAY);

/** The same day `years` later; 29 February becomes 1 March where it does not exist. */
export function addYears(day: Day, years: number): Day {
  const date = new Date(utc(day));
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return fromUtc(date.getTime());
}

export const earlier = (a: Day, b: Day): Day => (a < b ? a : b);
export const later = (a: Day, b: Day): Day => (a > b ? a : b);

/** The day it is in a time zone (an IANA name) at an instant. */
export const dayIn = (zone: string, instant: Date): Day =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    instant,
  );

const utc = (day: Day): number => Date.parse(`${day}T00:00:00Z`);

function fromUtc(ms: number): Day {
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString().slice(0, 10);
}
