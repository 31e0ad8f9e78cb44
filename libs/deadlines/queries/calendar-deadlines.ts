import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type RawBuilder, sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { type Day, dayIn } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import { type Deadline, type DeadlineKind, isSettled } from '#domain/deadline/deadline.js';
import { scheduleOf } from '#domain/reminder/schedule.js';
import { ReminderWishesSchema } from '#domain/reminder/wishes.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { followedTo } from '#event-store/checkpoint.js';
import { type DossierNames, dossierNames } from '../dossier-names.js';
import { deadlines } from '../plan/deadlines-projection.js';
import { PLANNING, type Planning } from '../planning.js';
import { namesOf } from './reminder-view.js';

export interface CalendarDeadline {
  deadline: Deadline;
  /** Grows with every change of it. */
  revision: number;
  changedAt: Date;
  place: DossierNames;
  /** Days of the ladder of its scheme, else of the usual one, that are still to come; none once it is settled. */
  reminders: Day[];
}

interface CalendarDeadlines {
  /** By day. */
  items: CalendarDeadline[];
  /** Some further from today are left out. */
  isCut: boolean;
  /** How far they have followed the ledger. */
  position: number;
}

/** What a calendar may be narrowed to; an absent list lets all pass. */
interface CalendarFilter {
  providers?: readonly string[] | undefined;
  dossiers?: readonly string[] | undefined;
  schemes?: readonly string[] | undefined;
  kinds?: readonly DeadlineKind[] | undefined;
  confirmedOnly?: boolean | undefined;
}

const CANCELLED_DAYS = 366;

/**
 * Deadlines for a calendar, as they are kept: open, missed and met ones however old, and cancelled ones for a year, so that
 * whoever has them hears that they are off. One that was never anything but cancelled is in nobody's calendar.
 */
export class ListCalendarDeadlines extends Query<CalendarDeadlines> {
  /** @param most so many, those nearest to today */
  constructor(
    readonly filter: CalendarFilter,
    readonly most: number,
  ) {
    super();
  }
}

interface Row {
  dossier: string;
  revision: number;
  changed_at: Date;
  state: Deadline['state'];
  body: Deadline;
}

@QueryHandler(ListCalendarDeadlines)
export class ListCalendarDeadlinesHandler implements IQueryHandler<ListCalendarDeadlines> {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  async execute({ filter, most }: ListCalendarDeadlines): Promise<CalendarDeadlines> {
    const { events, schemes, clock, zone } = this.planning;
    const now = clock.now();
    const today = dayIn(zone, now);
    const position = await followedTo(this.db, deadlines);
    const rows = await this.#rows(filter, { now, today, limit: most + 1 });
    const shown = rows.slice(0, most);
    const places = await dossierNames(
      events,
      shown.map(({ dossier }) => dossier),
      today,
    );
    const known = await schemes.at();
    const items = shown.map(({ dossier, revision, changed_at, state, body }) => {
      const place = namesOf(places, dossier);
      const deadline = { ...body, state };
      const reminders = ahead(deadline, known.get(place.scheme), today);
      return { deadline, revision, changedAt: changed_at, place, reminders };
    });
    return { items: items.sort(byDay), isCut: rows.length > most, position };
  }

  async #rows(
    { providers, dossiers, schemes, kinds, confirmedOnly }: CalendarFilter,
    { now, today, limit }: { now: Date; today: Day; limit: number },
  ): Promise<Row[]> {
    const { rows } = await sql<Row>`
      select deadline.dossier, revision, changed_at, state, body from deadline join dossier_plan using (dossier)
      where (state <> 'cancelled' or (revision > 0 and changed_at > ${now}::timestamptz - ${CANCELLED_DAYS} * interval '1 day'))
        and ${among('provider', providers, 'uuid')} and ${among('dossier', dossiers, 'uuid')}
        and ${among('scheme', schemes, 'text')} and ${among('kind', kinds, 'text')}
        and (${confirmedOnly !== true} or (body ->> 'confirmed')::boolean)
      order by abs(due_earliest - ${today}::date), key
      limit ${limit}
    `.execute(this.db);
    return rows;
  }
}

const asUsual = ReminderWishesSchema.parse({});

function ahead(deadline: Deadline, scheme: Scheme | undefined, today: Day): Day[] {
  if (isSettled(deadline.state)) return [];
  const days = scheduleOf(deadline, asUsual, scheme).map(({ day }) => day);
  return [...new Set(days)].filter((day) => day >= today).sort();
}

const byDay = ({ deadline: a }: CalendarDeadline, { deadline: b }: CalendarDeadline): number =>
  earliest(a.due) < earliest(b.due) || (earliest(a.due) === earliest(b.due) && a.key < b.key) ? -1 : 1;

/** Whether a column is one of a list; an absent list lets all pass. */
export const among = (
  column: string,
  list: readonly string[] | undefined,
  type: 'uuid' | 'text',
): RawBuilder<boolean> =>
  list === undefined ? sql`true` : sql`${sql.ref(column)} = any(${[...list]}::${sql.raw(type)}[])`;
