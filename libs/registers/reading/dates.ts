import { isDay } from '#domain/date/day.js';
import { isInstant } from '#domain/date/instant.js';
import { isPartialDate, type PartialDate } from '#domain/date/partial-date.js';
import type { ReaderProfile } from '#domain/register/register.js';

type Dates = ReaderProfile['dates'];

const TIME = /^[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?: ?[ap]m)?$/i;
const NUMERIC = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})/;
const MONTH = /^(\d{1,2})[/.-](\d{4})$/;
/** Longer than any date. */
const LONGEST = 50;

/** The day zero of spreadsheets, in any time zone: an empty cell that was formatted as a date. */
const ZERO = /^1899-12-(?:29|30|31)/;

/** Whether a text is the date that spreadsheets show for an empty cell. */
export const isZeroDate = (text: string): boolean => ZERO.test(text);

/** A date as a register writes it; `undefined` if it is none. ISO dates are read in every notation. */
export function dateIn(text: string, dates: Dates): PartialDate | undefined {
  if (text.length > LONGEST) return undefined;
  if (isPartialDate(text)) return text;
  if (isInstant(text)) return existing(new Date(text).toISOString().slice(0, 10));
  if (/^\d{4}-\d\d-\d\d/.test(text) && TIME.test(text.slice(10))) return existing(text.slice(0, 10));
  return dates === 'iso' ? undefined : numericDate(text, dates);
}

function numericDate(text: string, dates: Exclude<Dates, 'iso'>): PartialDate | undefined {
  const [whole = '', first = '', , second = '', year = ''] = NUMERIC.exec(text) ?? [];
  const rest = text.slice(whole.length);
  if (whole !== '' && (rest === '' || TIME.test(rest))) {
    const [day, month] = dates === 'day-month-year' ? [first, second] : [second, first];
    return existing(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  }
  const [, month, monthYear = ''] = MONTH.exec(text) ?? [];
  if (month === undefined) return undefined;
  const date = `${monthYear}-${month.padStart(2, '0')}`;
  return isPartialDate(date) ? date : undefined;
}

const existing = (day: string): PartialDate | undefined => (isDay(day) ? day : undefined);
