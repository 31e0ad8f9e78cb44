import { causeFirst } from '../deadline/deadlines.js';
import { addDays, type Day, daysBetween } from '../date/day.js';
import { earliest, latest } from '../date/partial-date.js';
import { type Holidays, workingDayFrom, workingDayUpTo } from '../date/working-day.js';
import type { Deadline } from '../deadline/deadline.js';
import type { Scheme } from '../scheme/scheme.js';
import {
  DEFAULT_SCHEDULE,
  ESCALATION_SCHEDULE,
  type ReminderSchedule,
  type ReminderPreferences,
} from './preferences.js';

/** One reminder of a deadline. */
export interface ScheduledReminder {
  /** Days from the nominal day to the earliest day of `due`, negative when overdue. The smaller, the more urgent. */
  daysBefore: number;
  /** The working day on which it is sent. */
  day: Day;
}

type Dates = Pick<Deadline, 'kind' | 'due' | 'opens' | 'lapses'>;

/** The fields of a scheme that affect the schedule. */
type Terms = Pick<Scheme, 'ladder' | 'renewalDays'>;

const ESCALATE_AFTER_DAYS = 3;

/** Days that recipients have before an escalation. */
export const escalationDelay = ({ escalateAfterDays = ESCALATE_AFTER_DAYS }: ReminderPreferences): number =>
  escalateAfterDays;

/**
 * All reminders of a deadline for one subscription, the most urgent last. Reminders on non-working days move to the working
 * day before, or after it once the deadline is overdue, so two may fall on one day. There is none after the deadline has
 * lapsed.
 */
export function scheduleOf(
  deadline: Dates,
  preferences: ReminderPreferences,
  scheme: Terms | undefined,
): ScheduledReminder[] {
  const { holidays, role } = preferences;
  const ladder = scheduleInUse(preferences, scheme);
  const isRelevant = relevanceFor(deadline, preferences, scheme);
  const reminders = [
    ...before(deadline, ladder)
      .filter(isRelevant)
      .map(({ daysBefore, day }) => ({ daysBefore, day: workingDayUpTo(day, holidays) })),
    ...overdue(deadline, ladder, holidays),
  ];
  if (role === 'recipient') return reminders;
  return reminders
    .map(({ daysBefore, day }) => ({
      daysBefore,
      day: workingDayFrom(addDays(day, escalationDelay(preferences)), holidays),
    }))
    .filter(({ day }) => deadline.lapses === null || day <= deadline.lapses);
}

/** The preference of the subscription, else that of the scheme; escalations start later. */
export const scheduleInUse = (
  { ladder, role }: ReminderPreferences,
  scheme: Pick<Scheme, 'ladder'> | undefined,
): ReminderSchedule => ladder ?? (role === 'escalation' ? ESCALATION_SCHEDULE : (scheme?.ladder ?? DEFAULT_SCHEDULE));

/**
 * Drops reminders that come too early or repeat another one. Staleness moves with every activity, so it is reminded of only
 * once it opens. By default, a renewal window is reminded of only once it opens, and the end of a grant only after the
 * renewal window, whose own reminders cover the time before.
 */
const relevanceFor =
  ({ kind, opens }: Dates, { ladder }: ReminderPreferences, scheme: Terms | undefined) =>
  ({ daysBefore, day }: ScheduledReminder): boolean => {
    if (kind === 'staleness') return day >= opens;
    if (ladder !== undefined) return true;
    if (kind === 'renewal-window') return day >= opens;
    return kind !== 'grant-end' || scheme?.renewalDays === undefined || daysBefore < scheme.renewalDays;
  };

/** On their nominal days. */
const before = ({ due }: Dates, ladder: ReminderSchedule): ScheduledReminder[] =>
  ladder.before.map((daysBefore) => ({ daysBefore, day: addDays(earliest(due), -daysBefore) }));

/** Counted from the latest day of `due`. */
const overdue = (deadline: Dates, ladder: ReminderSchedule, holidays: Holidays): ScheduledReminder[] =>
  ladder.overdue.flatMap((days) => {
    const nominal = addDays(latest(deadline.due), days);
    const day = overdueDay(nominal, deadline, holidays);
    return day === undefined ? [] : [{ daysBefore: daysBetween(nominal, earliest(deadline.due)), day }];
  });

/** The next working day, else the last working day before the deadline lapses. */
function overdueDay(nominal: Day, { due, lapses }: Dates, holidays: Holidays): Day | undefined {
  const day = workingDayFrom(nominal, holidays);
  if (lapses === null || day <= lapses) return day;
  const last = workingDayUpTo(lapses, holidays);
  return nominal <= lapses && last > latest(due) ? last : undefined;
}

const HOUR = '09:00:00';
const MOST_KNOWN = 10_000;

/** Cache by zone and day, because Intl is slow. */
const known = new Map<string, number>();

/** The instant at which reminders of a day are sent: nine o'clock in a time zone (an IANA name), whatever the season. */
export function reminderHour(day: Day, zone: string): Date {
  const key = `${zone} ${day}`;
  const instant = known.get(key) ?? nineOClock(day, zone);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, instant);
  return new Date(instant);
}

function nineOClock(day: Day, zone: string): number {
  const asUtc = Date.parse(`${day}T${HOUR}Z`);
  const guess = asUtc - offsetAt(asUtc, zone);
  return asUtc - offsetAt(guess, zone); // the second look-up covers a clock change in between
}

/** How far the zone's clocks are ahead of UTC, in ms. */
function offsetAt(instant: number, zone: string): number {
  const parts = formatter(zone).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((found) => found.type === type)?.value);
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return wall - Math.floor(instant / 1000) * 1000;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  const ready = formatters.get(zone);
  if (ready) return ready;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(zone, made);
  return made;
}

interface Urgent {
  daysLeft: number;
  deadline: { key: string };
}

/** Fewest days left first, and an end before its consequences for other dossiers. The same for every recipient. */
export function byUrgency(a: Urgent, b: Urgent): number {
  const [one, other] = [causeFirst(a.deadline.key), causeFirst(b.deadline.key)];
  return a.daysLeft - b.daysLeft || (one < other ? -1 : one > other ? 1 : 0);
}
