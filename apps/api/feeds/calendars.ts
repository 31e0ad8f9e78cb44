import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ListCalendarDeadlines } from '#deadlines/showing/calendar-deadlines.js';
import { calendarText } from '#feeds/calendar/calendar.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import type { Filter } from '#subscriptions/filter.js';
import { Links } from '#notifications/links.js';
import type { Language } from '#language/language.js';
import { calendarEventOf } from './calendar-event.js';
import { CALENDAR_WORDS } from './calendar-words.js';
import type { FeedDocument } from './feed-document.js';

export const CALENDAR = 'text/calendar';

/** As much as calendar programs take without complaint. */
const MOST = 1_000;
const REFRESH_HOURS = 4;

/** Deadlines as iCalendar files. */
@Injectable()
export class Calendars {
  constructor(
    private readonly queries: QueryBus,
    private readonly schemes: SchemeCatalogue,
    private readonly links: Links,
  ) {}

  /** @param name what its reader called it; absent: the usual one */
  async of(filter: Filter, { name, language }: { name?: string; language: Language }): Promise<FeedDocument> {
    const words = CALENDAR_WORDS[language];
    const { providers, dossiers, schemes: only, deadlineKinds: kinds, confirmedOnly } = filter;
    const narrowed = { providers, dossiers, schemes: only, kinds, confirmedOnly };
    const { items, isCut, position } = await this.queries.execute(new ListCalendarDeadlines(narrowed, MOST));
    const schemes = await this.schemes.at();
    const text = calendarText({
      name: name ?? words.name,
      description: isCut ? `${words.about} ${words.cut(MOST)}` : words.about,
      language,
      refreshHours: REFRESH_HOURS,
      events: items.map((item) =>
        calendarEventOf(item, { url: this.links.pages.dossier(item.place.id), schemes }, language),
      ),
    });
    return { text, type: CALENDAR, position, fileName: 'jalon-deadlines.ics' };
  }
}
