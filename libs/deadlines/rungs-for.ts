import type { ReminderCause, ReminderOutcome } from '#database/tables/deadline.js';
import { dayIn, daysBetween, earliestDayAt, type Day } from '#domain/date/day.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { scheduleOf, type Rung, type Terms } from '#domain/reminder/schedule.js';
import type { Answer } from './answers.js';
import type { Recipient } from './planning.js';
import { reminderHour } from './reminder-hour.js';

/** A reminder of a deadline for one subscription, as its dates, wishes and answers have it. */
export interface FiringRung extends Rung {
  fireAt: Date;
  because: ReminderCause;
  /** Why it is not to be sent; `null`: it is. */
  outcome: Extract<ReminderOutcome, 'before-subscription' | 'snoozed' | 'acknowledged'> | null;
}

interface Circumstances {
  scheme: Terms | undefined;
  /** Where it is nine o'clock, unless the subscription wishes another. */
  zone: string;
  /** Only what is sent on these days; absent: all. */
  days?: { from: Day; to: Day };
  /** What `scheduleOf` says, where that is known: it is the same for all who wish the same. */
  schedule?: readonly Rung[];
}

type Dates = Pick<Deadline, 'kind' | 'due' | 'opens' | 'lapses'>;

/**
 * The whole ladder of a deadline for one subscription, the most urgent last, however far ahead: what planning writes up to
 * its horizon, and what is shown of the time after it. It is asked of the dates alone: whether the deadline is open is for
 * the caller to know, and so is what became of those that are on record.
 */
export function rungsFor(
  deadline: Dates,
  { wishes, confirmedAt }: Pick<Recipient, 'wishes' | 'confirmedAt'>,
  answer: Answer | undefined,
  { scheme, zone: ledgerZone, days, schedule }: Circumstances,
): FiringRung[] {
  const zone = wishes.timeZone ?? ledgerZone;
  const all = answered(schedule ?? scheduleOf(deadline, wishes, scheme), deadline, answer);
  const some = days ? all.filter(({ day }) => day >= days.from && day <= days.to) : all;
  const anywhere = earliestDayAt(confirmedAt);
  return some.map(({ rung, day, because }) => {
    const fireAt = reminderHour(day, zone);
    const isBefore = fireAt <= confirmedAt && isBeforeConfirmation(day);
    const outcome = isBefore ? 'before-subscription' : because === 'snooze' ? null : whyNot(day);
    return { rung, day, fireAt, because, outcome };
  });

  /** The day of the confirmation counts. What is well before it needs no look at a calendar of the zone, which takes its time. */
  function isBeforeConfirmation(day: Day): boolean {
    return day < anywhere || day < dayIn(zone, confirmedAt);
  }

  function whyNot(day: Day): FiringRung['outcome'] {
    if (!answer) return null;
    const { snoozedUntil, acknowledgedAt } = answer;
    if (snoozedUntil !== null && day < snoozedUntil) return 'snoozed';
    const over = latest(deadline.due);
    return day > over && acknowledgedAt !== null && dayIn(zone, acknowledgedAt) > over ? 'acknowledged' : null;
  }
}

/** The day that somebody asked for comes on top of the ladder, whatever that has there. */
function answered(
  ladder: readonly Rung[],
  { due }: Dates,
  answer: Answer | undefined,
): (Rung & { because: ReminderCause })[] {
  const rungs = ladder.map((rung): Rung & { because: ReminderCause } => ({ ...rung, because: 'ladder' }));
  const day = answer?.snoozedUntil ?? null;
  if (day === null) return rungs;
  const rung = daysBetween(day, earliest(due));
  return [...rungs, { rung, day, because: 'snooze' as const }].sort((a, b) => b.rung - a.rung);
}
