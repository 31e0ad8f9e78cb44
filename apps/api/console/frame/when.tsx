import type { PartialDate } from '#domain/date/partial-date.js';
import { writtenDate, writtenInstant } from '#language/format.js';
import type { ThisPage } from './page.js';

/** A date as precise as it is known; machines read it too where HTML has a form for it. */
export function When({ page, date }: { page: ThisPage; date: PartialDate }) {
  const written = writtenDate(date, page.language);
  return /^\d{4}(-\d\d){0,2}$/.test(date) ? <time dateTime={date}>{written}</time> : <span>{written}</span>;
}

/** A day and time by the clocks of this installation. */
export function Moment({ page, at }: { page: ThisPage; at: Date }) {
  return <time dateTime={at.toISOString()}>{writtenInstant(at, page.zone, page.language)}</time>;
}
