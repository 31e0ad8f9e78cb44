import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { addDays, dayIn } from '#domain/date/day.js';
import { type Deadline, isSettled, stateOf } from '#domain/deadline/deadline.js';
import { scheduleOf } from '#domain/reminder/schedule.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { Recipient } from '#subscriptions/audience.js';
import { type DossierRef, PLANNING, type Planning } from '../planning.js';
import { dueWindows, keysNear } from '../plan/plan-days.js';
import {
  type ReminderStep,
  lateReminder,
  allowsLateReminder,
  LATE_REMINDER_DAYS,
  reminderSteps,
} from '../plan/plan-reminders.js';
import { among } from './calendar-deadlines.js';

/** A reminder that would have been sent. */
export interface PastReminder extends Pick<ReminderStep, 'daysBefore' | 'day' | 'fireAt' | 'because'> {
  deadline: Deadline;
  place: DossierRef;
}

interface Found {
  /** Latest first. Reminders of the same instant are one message. */
  reminders: PastReminder[];
  /** More deadlines matched than were evaluated. */
  isCut: boolean;
}

/** Selects the deadlines to evaluate; an absent list does not filter. `recipient.wants` decides for each. */
interface PastRemindersFilter {
  providers?: readonly string[] | undefined;
  dossiers?: readonly string[] | undefined;
  schemes?: readonly string[] | undefined;
}

interface Asked {
  recipient: Pick<Recipient, 'wishes' | 'wants'>;
  within: { from: Date; to: Date };
  places: PastRemindersFilter;
}

interface Row extends DossierRef {
  state: Deadline['state'];
  body: Deadline;
  changed_at: Date;
  /** When the event that the deadline results from was recorded. */
  recorded_at: Date;
}

const MOST = 20_000;

@Injectable()
export class PastReminders {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  /**
   * The reminders that a recipient would have received between two instants, by the current dates of the deadlines and
   * without answers. A deadline counts from the recording of its event until it was settled.
   */
  async find(asked: Asked): Promise<Found> {
    const { zone, schemes } = this.planning;
    const known = await schemes.at();
    const rows = await this.#rows(asked, known);
    const reminders = rows
      .slice(0, MOST)
      .flatMap((row) => remindersOf(row, asked, { scheme: known.get(row.scheme), zone }));
    return { reminders: reminders.sort(latestFirst), isCut: rows.length > MOST };
  }

  /** Deadlines with reminder steps in the range, or that may have had a late reminder. */
  async #rows(
    { recipient, within: { from, to }, places }: Asked,
    schemes: ReadonlyMap<string, Scheme>,
  ): Promise<Row[]> {
    const zone = recipient.wishes.timeZone ?? this.planning.zone;
    const days = { from: dayIn(zone, from), to: dayIn(zone, to) };
    const windows = dueWindows([recipient], schemes, days);
    windows.earliest.push([addDays(days.from, -1), addDays(days.to, LATE_REMINDER_DAYS)]);
    const { rows } = await sql<Row>`
      with near as (
        ${keysNear(windows)}
        union
        select key from deadline where due_earliest < ${days.from} and (due_latest >= ${days.from} or lapses >= ${days.from})
      )
      select deadline.dossier, provider, scheme, state, deadline.body, changed_at, recorded_at
      from near join deadline using (key) join dossier_plan using (dossier)
        join event on event.id = (deadline.body ->> 'event')::uuid
      where ${among('provider', places.providers, 'uuid')} and ${among('dossier', places.dossiers, 'uuid')}
        and ${among('scheme', places.schemes, 'text')}
        and (state in ('open', 'missed') or changed_at > ${from})
      order by key limit ${MOST + 1}
    `.execute(this.db);
    return rows;
  }
}

function remindersOf(
  row: Row,
  { recipient, within: { from, to } }: Asked,
  { scheme, zone }: { scheme: Scheme | undefined; zone: string },
): PastReminder[] {
  const deadline = { ...row.body, state: row.state };
  const place = { dossier: row.dossier, provider: row.provider, scheme: row.scheme };
  if (!recipient.wants({ ...place, kind: deadline.kind, confirmed: deadline.confirmed })) return [];
  const { wishes } = recipient;
  const schedule = scheduleOf(deadline, wishes, scheme);
  const ladder = reminderSteps(deadline, { wishes, confirmedAt: new Date(0) }, undefined, { schedule, zone });
  const until = isSettled(row.state) && row.changed_at < to ? row.changed_at : to;
  const onTime = ladder.filter(({ fireAt }) => fireAt >= row.recorded_at);
  const late =
    row.recorded_at >= from ? lateOf(deadline, recipient, ladder, { now: row.recorded_at, zone }) : undefined;
  const fired = [...onTime, ...(late ? [late] : [])].filter(({ fireAt }) => fireAt >= from && fireAt < until);
  return mostUrgentAtOnce(fired).map(({ daysBefore, day, fireAt, because }) => ({
    ...{ deadline, place, daysBefore, day, fireAt, because },
  }));
}

/** The late reminder at the time of recording, when the deadline was still open. */
function lateOf(
  deadline: Deadline,
  recipient: Pick<Recipient, 'wishes'>,
  ladder: readonly ReminderStep[],
  time: { now: Date; zone: string },
): ReminderStep | undefined {
  const today = dayIn(time.zone, time.now);
  const then = { ...deadline, state: stateOf(deadline, today, { met: false, cancelled: false }) };
  return allowsLateReminder(then, recipient, today) ? lateReminder(then, recipient, ladder, time) : undefined;
}

/** Weekends may move several reminder steps to one instant; only the most urgent is sent. */
const mostUrgentAtOnce = (fired: readonly ReminderStep[]): ReminderStep[] =>
  fired.filter(
    ({ daysBefore, fireAt }) =>
      !fired.some((other) => other.fireAt.getTime() === fireAt.getTime() && other.daysBefore < daysBefore),
  );

const latestFirst = (a: PastReminder, b: PastReminder): number =>
  b.fireAt.getTime() - a.fireAt.getTime() || (a.deadline.key < b.deadline.key ? -1 : 1);
