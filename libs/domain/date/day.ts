import { z } from 'zod';
import type { Reason } from '../reasons.js';
import { reason } from '../refusal.js';
import { because, refusedFor } from '../validation.js';

const MS_PER_DAY = 86_400_000;

/** A calendar day, `yyyy-mm-dd`, without a time zone. Days compare as strings. */
export type Day = string;

/** Later than any day of a ledger; means "no end". */
export const END_OF_TIME: Day = '9999-12-31';

const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;
const FIRST = Date.UTC(FIRST_YEAR, 0, 1);
const LAST = Date.UTC(LAST_YEAR, 11, 31);

export function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match !== null && fromUtc(utc(text)) === text && inRange(Number(match[1]));
}

/** Why a text is not a day of a year that a ledger can hold. */
export function problemWithDay(text: string): Reason | undefined {
  if (isDay(text)) return undefined;
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return reason('day-format');
  return reason(isOutOfRange(text) ? 'year-out-of-range' : 'no-such-day');
}

/** Whether a date, however precise, has a year that no ledger can hold. */
export const isOutOfRange = (date: string): boolean => /^\d{4}(?!\d)/.test(date) && !inRange(Number(date.slice(0, 4)));

export const inRange = (year: number): boolean => year >= FIRST_YEAR && year <= LAST_YEAR;

export const DaySchema = z
  .string()
  .superRefine(refusedFor(problemWithDay))
  .meta({ format: 'date', example: '2021-05-27' });

export const addDays = (day: Day, days: number): Day => fromUtc(utc(day) + days * MS_PER_DAY);

/** Whole days from `from` to `to`; negative if `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => Math.round((utc(to) - utc(from)) / MS_PER_DAY);

/** The same day `years` later; 29 February becomes 1 March where it does not exist. */
export function addYears(day: Day, years: number): Day {
  const date = new Date(utc(day));
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return fromUtc(date.getTime());
}

/** The same day `months` later, or the last of that month where it does not exist. */
export function addMonths(day: Day, months: number): Day {
  const date = new Date(utc(day));
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months + 1, 0);
  date.setUTCDate(Math.min(wanted, date.getUTCDate()));
  return fromUtc(date.getTime());
}

/** For sorting. */
export const compareDays = (a: Day, b: Day): number => (a < b ? -1 : a > b ? 1 : 0);

export const earlier = (a: Day, b: Day): Day => (a < b ? a : b);
export const later = (a: Day, b: Day): Day => (a > b ? a : b);

/** The day at an instant in a time zone (an IANA name). */
export const dayIn = (zone: string, instant: Date): Day => calendarOf(zone).format(instant);

/** Cached, since creating an Intl formatter is slow. */
const calendars = new Map<string, Intl.DateTimeFormat>();

function calendarOf(zone: string): Intl.DateTimeFormat {
  const ready = calendars.get(zone);
  if (ready) return ready;
  const made = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  calendars.set(zone, made);
  return made;
}

/** The time zones with the earliest and the latest midnight. */
const AHEAD_MS = 14 * 3_600_000;
const BEHIND_MS = 12 * 3_600_000;

/** Whether a day had begun somewhere on Earth at an instant. */
export const hadBegun = (day: Day, instant: Date): boolean => utc(day) <= instant.getTime() + AHEAD_MS;

/** The earliest of the current days on Earth at an instant. */
export const earliestDayAt = (instant: Date): Day => fromUtc(instant.getTime() - BEHIND_MS);

/** Cached, since projections parse and format millions of days. */
const starts = new Map<Day, number>();
/** From the first to the last that a ledger can hold; allocated at once, as one that grows with gaps is a slow hash. */
const days = new Array<Day | undefined>((LAST - FIRST) / MS_PER_DAY + 1);

function utc(day: Day): number {
  const known = starts.get(day);
  if (known !== undefined) return known;
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (day.length === 10 && ms >= FIRST && ms <= LAST) starts.set(day, ms);
  return ms;
}

function fromUtc(ms: number): Day {
  const nth = (ms - FIRST) / MS_PER_DAY;
  const known = days[nth];
  if (known !== undefined) return known;
  const day = Number.isNaN(ms) ? '' : new Date(ms).toISOString().slice(0, 10);
  if (Number.isInteger(nth) && nth >= 0 && nth < days.length) days[nth] = day;
  return day;
}

/** An IANA time zone known to this system, such as `Europe/Paris`. Offsets such as `+02:00` are rejected: they ignore summer time. */
export const TimeZoneSchema = z
  .string()
  .refine(isTimeZone, { error: because('time-zone') })
  .meta({ example: 'Europe/Paris' });

function isTimeZone(name: string): boolean {
  if (!/^[a-z][a-z0-9_+/-]{0,63}$/i.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
