import { addDays, daysBetween, type Day } from '#domain/date/day.js';
import { contentLine, escapedText } from './content-line.js';

/** One day of a calendar. */
export interface CalendarEvent {
  /** Stays the same while all the rest changes: that is what makes a client move an event instead of adding one. */
  uid: string;
  /** Grows whenever the event changes. */
  sequence: number;
  changedAt: Date;
  /** A whole day, in no time zone. */
  day: Day;
  summary: string;
  description: string;
  url: string;
  categories: readonly string[];
  /** `tentative`: it may be another day. */
  status: 'confirmed' | 'tentative' | 'cancelled';
  /** Days on which the reader's calendar gives notice, at nine o'clock where they are. */
  alarms: readonly Day[];
}

export interface Calendar {
  name: string;
  description: string;
  language: 'fr' | 'en';
  /** How often to ask for it, in hours. */
  refreshHours: number;
  events: readonly CalendarEvent[];
}

const ALARM_HOUR = 9;

/**
 * A calendar as a file (RFC 5545, with the properties of RFC 7986 that name it). It has no METHOD, so that DTSTAMP says when
 * an event changed last: the same events always make the same file.
 */
export function calendarText({ name, description, language, refreshHours, events }: Calendar): string {
  return [
    contentLine('BEGIN', 'VCALENDAR'),
    contentLine('VERSION', '2.0'),
    contentLine('PRODID', `-//Jalon//Deadlines//${language.toUpperCase()}`),
    contentLine('CALSCALE', 'GREGORIAN'),
    contentLine(`NAME;LANGUAGE=${language}`, escapedText(name)),
    contentLine('X-WR-CALNAME', escapedText(name)),
    contentLine(`DESCRIPTION;LANGUAGE=${language}`, escapedText(description)),
    contentLine('X-WR-CALDESC', escapedText(description)),
    contentLine('REFRESH-INTERVAL;VALUE=DURATION', `PT${refreshHours}H`),
    contentLine('X-PUBLISHED-TTL', `PT${refreshHours}H`),
    ...events.map((event) => eventText(event, language)),
    contentLine('END', 'VCALENDAR'),
  ].join('');
}

const eventText = (event: CalendarEvent, language: string): string =>
  [
    contentLine('BEGIN', 'VEVENT'),
    contentLine('UID', escapedText(event.uid)),
    contentLine('SEQUENCE', String(event.sequence)),
    contentLine('DTSTAMP', instant(event.changedAt)),
    contentLine('LAST-MODIFIED', instant(event.changedAt)),
    contentLine('DTSTART;VALUE=DATE', basic(event.day)),
    contentLine('DTEND;VALUE=DATE', basic(addDays(event.day, 1))),
    contentLine(`SUMMARY;LANGUAGE=${language}`, escapedText(event.summary)),
    contentLine(`DESCRIPTION;LANGUAGE=${language}`, escapedText(event.description)),
    contentLine('URL', event.url),
    // One each: some readers take a backslash at the end of a value for an escaped comma.
    ...event.categories.map((category) => contentLine(`CATEGORIES;LANGUAGE=${language}`, escapedText(category))),
    contentLine('STATUS', event.status.toUpperCase()),
    contentLine('TRANSP', 'TRANSPARENT'),
    ...event.alarms.map((day) => alarmText(day, event)),
    contentLine('END', 'VEVENT'),
  ].join('');

const alarmText = (day: Day, { day: start, summary }: CalendarEvent): string =>
  [
    contentLine('BEGIN', 'VALARM'),
    contentLine('ACTION', 'DISPLAY'),
    contentLine('TRIGGER', hoursFrom(start, day)),
    contentLine('DESCRIPTION', escapedText(summary)),
    contentLine('END', 'VALARM'),
  ].join('');

/** From the midnight on which an event begins to nine o'clock of another day, as a duration (3.3.6). */
function hoursFrom(start: Day, day: Day): string {
  const hours = daysBetween(start, day) * 24 + ALARM_HOUR;
  const [whole, rest] = [Math.trunc(Math.abs(hours) / 24), Math.abs(hours) % 24];
  return `${hours < 0 ? '-' : ''}P${whole > 0 ? `${whole}D` : ''}${rest > 0 ? `T${rest}H` : ''}`;
}

const basic = (day: Day): string => day.replaceAll('-', '');

/** UTC, in whole seconds. */
const instant = (at: Date): string => at.toISOString().replace(/[-:]|\.\d+/g, '');
