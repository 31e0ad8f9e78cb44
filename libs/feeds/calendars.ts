import { Injectable } from '@nestjs/common';
import { type CalendarDeadline, CalendarDeadlines } from '#deadlines/queries/dossier-deadlines.js';
import { addDays, type Day, daysBetween } from '#domain/date/day.js';
import { earliest, precisionOf } from '#domain/date/partial-date.js';
import { type Deadline, isSettled } from '#domain/deadline/deadline.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { uuidOf } from '#event-store/encoding.js';
import { schemeName } from '#language/describe-standing.js';
import { writtenDate } from '#language/format.js';
import { colon, type Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { Links } from '#subscriptions/messages/links.js';
import { titleOf } from '#subscriptions/messages/mail/reminder-letter.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import type { Filter } from '#subscriptions/filter.js';
import type { FeedDocument } from './feeds.js';

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

interface Calendar {
  name: string;
  description: string;
  language: 'fr' | 'en';
  /** How often to ask for it, in hours. */
  refreshHours: number;
  events: readonly CalendarEvent[];
}

const ALARM_HOUR = 9;

/**
 * The file of a calendar (RFC 5545, with the name properties of RFC 7986). Without METHOD, so that DTSTAMP is the time of
 * the last change: the same events always give the same file.
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

const LONGEST = 75;

/**
 * One property of iCalendar (RFC 5545, 3.1), folded so that no line is longer than 75 octets and no character is cut.
 *
 * @param value as the property's type writes it: text goes through `escapedText` first
 * @returns with CRLF at its end
 */
function contentLine(name: string, value: string): string {
  const line = `${name}:${value}`.toWellFormed();
  return Buffer.byteLength(line) <= LONGEST ? `${line}\r\n` : folded(line);
}

function folded(whole: string): string {
  const lines: string[] = [];
  let line = '';
  let octets = 0;
  for (const character of whole) {
    const more = octetsOf(character.codePointAt(0) ?? 0);
    if (octets + more > LONGEST) {
      lines.push(line);
      line = ' ';
      octets = 1;
    }
    line += character;
    octets += more;
  }
  return [...lines, line, ''].join('\r\n');
}

/** In UTF-8. */
function octetsOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

/** A value of type TEXT (3.3.11): every kind of line end is `\n`; other control characters have no place in it. */
const escapedText = (text: string): string =>
  text
    .replace(/[\\;,]/g, (character) => `\\${character}`)
    .replace(/\r\n|[\n\r\u0085\u2028\u2029]/g, '\\n')
    // oxlint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');

export const CALENDAR = 'text/calendar';

/** Calendar clients accept this many events without problems. */
const MOST = 1_000;
const REFRESH_HOURS = 4;

/** Renders deadlines as iCalendar files. */
@Injectable()
export class Calendars {
  constructor(
    private readonly deadlines: CalendarDeadlines,
    private readonly schemes: SchemeCatalogue,
    private readonly links: Links,
  ) {}

  /** @param name the name chosen by the owner; absent: the default name */
  async of(filter: Filter, { name, language }: { name?: string; language: Language }): Promise<FeedDocument> {
    const words = phrases(language).feeds.calendar;
    const { providers, dossiers, schemes: only, deadlineKinds: kinds, confirmedOnly } = filter;
    const narrowed = { providers, dossiers, schemes: only, kinds, confirmedOnly };
    const { items, isCut, position } = await this.deadlines.nearest(narrowed, MOST);
    const schemes = await this.schemes.at();
    const text = calendarText({
      name: name ?? words.name,
      description: isCut ? `${words.description} ${words.truncated(MOST)}` : words.description,
      language,
      refreshHours: REFRESH_HOURS,
      events: items.map((item) =>
        calendarEventOf(item, { url: this.links.pages.dossier(item.place.id), schemes }, language),
      ),
    });
    return { text, type: CALENDAR, position, fileName: 'jalon-deadlines.ics' };
  }
}

const MOST_ALARMS = 8;

/** @param url page of the dossier */
export function calendarEventOf(
  { deadline, revision, changedAt, place, reminders }: CalendarDeadline,
  { url, schemes }: { url: string; schemes: Schemes },
  language: Language,
): CalendarEvent {
  const scheme = schemeName(place.scheme, schemes, language);
  const names = place.service === null ? place.provider.name : `${place.provider.name}, ${place.service.name}`;
  const kind = phrases(language).mail.reminders.kind[deadline.kind];
  const { decision } = phrases(language).mail.general;
  const titles = titleOf(deadline, language).map((title) =>
    title.replace(`${decision} `, `${decision.toLowerCase()} `),
  );
  const what = [kind, ...titles].join(', ');
  return {
    uid: uuidOf('deadline in calendars', deadline.key),
    sequence: revision,
    changedAt,
    day: earliest(deadline.due),
    summary: `${names} (${scheme})${colon(language)}${what}${marks(deadline, language)}`,
    description: linesOf(deadline, language).join('\n'),
    url,
    categories: [scheme, place.provider.name, kind],
    status: statusOf(deadline),
    alarms: reminders.slice(0, MOST_ALARMS),
  };
}

/** Suffixes of the summary: the date if it is imprecise, and the state if the deadline is settled. */
function marks({ due, state }: Deadline, language: Language): string {
  const said = [
    ...(precisionOf(due) === 'day' ? [] : [writtenDate(due, language)]),
    ...(isSettled(state) ? [phrases(language).feeds.calendar.states[state]] : []),
  ];
  return said.map((text) => ` · ${text}`).join('');
}

function linesOf({ due, opens, lapses, state }: Deadline, language: Language): string[] {
  const words = phrases(language).feeds.calendar;
  const { due: dueOn, lapses: possibleUntil } = phrases(language).mail.reminders;
  const is = colon(language);
  const precision = precisionOf(due);
  return [
    `${dueOn}${is}${writtenDate(due, language)}`,
    ...(precision === 'day' ? [] : [words.precision[precision]]),
    ...(opens < earliest(due) ? [`${words.opens}${is}${writtenDate(opens, language)}`] : []),
    ...(lapses === null ? [] : [`${possibleUntil}${is}${writtenDate(lapses, language)}`]),
    `${words.state}${is}${words.states[state]}`,
  ];
}

function statusOf({ due, state }: Deadline): CalendarEvent['status'] {
  if (state === 'cancelled') return 'cancelled';
  return precisionOf(due) === 'day' ? 'confirmed' : 'tentative';
}
