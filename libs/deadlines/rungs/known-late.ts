import { addDays, dayIn, daysBetween, type Day } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import { workingDayFrom } from '#domain/date/working-day.js';
import { lastDay, type Deadline } from '#domain/deadline/deadline.js';
import type { Moment } from '../answering/moment.js';
import type { Recipient } from '../planning.js';
import { reminderHour } from '#domain/reminder/reminder-hour.js';
import type { FiringRung } from './rungs-for.js';

/** Further ahead than this, the next rung is soon enough. */
export const NEAR_DAYS = 30;

type Late = Pick<Deadline, 'due' | 'lapses' | 'state'>;

/**
 * Whether a deadline is one to be told of at once when it becomes known late. Whoever is told for want of an answer is told
 * in time after the others.
 */
export const mayBeLate = ({ due, state }: Late, { wishes }: Pick<Recipient, 'wishes'>, today: Day): boolean =>
  state === 'open' && wishes.role === 'recipient' && daysBetween(today, earliest(due)) <= NEAR_DAYS;

/**
 * The reminder of a deadline that became known, or moved, when part of its ladder was over: what it would have said last,
 * at the next nine o'clock of a working day, or at once where that is too late. Nothing where a rung comes as soon.
 */
export function knownLate(
  deadline: Late,
  { wishes }: Pick<Recipient, 'wishes'>,
  ladder: readonly FiringRung[],
  { now, zone: usual }: Moment,
): FiringRung | undefined {
  const passed = ladder.findLast(({ rung, fireAt, outcome }) => rung >= 0 && fireAt < now && outcome !== 'snoozed');
  if (!passed) return undefined;
  const zone = wishes.timeZone ?? usual;
  const today = dayIn(zone, now);
  let day = workingDayFrom(today, wishes.holidays);
  if (reminderHour(day, zone) < now) day = workingDayFrom(addDays(today, 1), wishes.holidays);
  const inTime = day <= lastDay(deadline);
  const fireAt = inTime ? reminderHour(day, zone) : now;
  if (ladder.some((other) => other.outcome === null && other.fireAt >= now && other.fireAt <= fireAt)) return undefined;
  return { rung: passed.rung, day: inTime ? day : today, fireAt, because: 'known-late', outcome: null };
}
