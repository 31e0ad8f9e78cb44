import { Injectable } from '@nestjs/common';
import { type CalendarDeadline, CalendarDeadlines } from '#deadlines/queries/calendar-deadlines.js';
import { earliest, precisionOf } from '#domain/date/partial-date.js';
import { type Deadline, isSettled } from '#domain/deadline/deadline.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { uuidOf } from '#event-store/encoding.js';
import { type CalendarEvent, calendarText } from '#feeds/calendar.js';
import { writtenDate } from '#language/format.js';
import { colon, type Language } from '#language/language.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import type { Filter } from '#subscriptions/filter.js';
import { Links } from '#subscriptions/messages/links.js';
import { schemeName } from '#language/describe-standing.js';
import { titleOf } from '#subscriptions/messages/mail/reminder-letter.js';
import { phrases } from '#language/phrases.js';
import type { FeedDocument } from './feed-addresses.js';

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
