import type { ReminderCause, ReminderOutcome } from '#database/tables/deadline.js';
import { dayIn, daysBetween, type Day } from '#domain/date/day.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import type { Rung } from '#domain/reminder/schedule.js';
import type { Answer } from './answers.js';
import type { Recipient } from '../planning.js';
import { reminderHour } from '#domain/reminder/reminder-hour.js';

/** A reminder of a deadline for one subscription, as its dates, wishes and answers have it. */
export interface FiringRung extends Rung {
  fireAt: Date;
  because: ReminderCause;
  /** Why it is not to be sent; `null`: it is. */
  outcome: Extract<ReminderOutcome, 'before-subscription' | 'snoozed' | 'acknowledged'> | null;
}

/** Both included. */
export interface Days {
  from: Day;
  to: Day;
}

/** The rungs of a deadline for somebody, on some days or all. */
export type LadderOf = (days?: Days) => FiringRung[];

interface Circumstances {
  /** What `scheduleOf` says: it is the same for all who wish the same. */
  schedule: readonly Rung[];
  /** Where it is nine o'clock, unless the subscription wishes another. */
  zone: string;
  /** Only what is sent on these days; absent: all. */
  days?: Days | undefined;
}

/**
 * The whole ladder of a deadline for one subscription, the most urgent last, however far ahead: what planning writes up to
 * its horizon, and what is shown of the time after it. It is asked of the dates alone: whether the deadline is open is for
 * the caller to know, and so is what became of those that are on record.
 */
export function rungsFor(
  deadline: Pick<Deadline, 'due'>,
  { wishes, confirmedAt }: Pick<Recipient, 'wishes' | 'confirmedAt'>,
  answer: Answer | undefined,
  { schedule, zone: usual, days }: Circumstances,
): FiringRung[] {
  const zone = wishes.timeZone ?? usual;
  const all = answered(schedule, deadline, answer);
  const some = days ? all.filter(({ day }) => day >= days.from && day <= days.to) : all;
  return some.map(({ rung, day, because }) => {
    const fireAt = reminderHour(day, zone);
    const isBefore = fireAt <= confirmedAt && day < dayIn(zone, confirmedAt); // the day of the confirmation counts
    const outcome = isBefore ? 'before-subscription' : because === 'snooze' ? null : whyNot(day);
    return { rung, day, fireAt, because, outcome };
  });

  function whyNot(day: Day): FiringRung['outcome'] {
    if (!answer) return null;
    const { snoozedUntil, acknowledgedAt } = answer;
    if (snoozedUntil !== null && day < snoozedUntil) return 'snoozed';
    const over = latest(deadline.due);
    return day > over && acknowledgedAt !== null && dayIn(zone, acknowledgedAt) > over ? 'acknowledged' : null;
  }
}

/** Of rungs, those that somebody is to be told from an instant on; what is not to be sent, with why. */
export const owed = (rungs: readonly FiringRung[], since?: Date): FiringRung[] =>
  rungs.filter(({ fireAt, outcome }) => outcome !== 'before-subscription' && (since === undefined || fireAt >= since));

/** The day that somebody asked for comes on top of the ladder, whatever that has there. */
function answered(
  ladder: readonly Rung[],
  { due }: Pick<Deadline, 'due'>,
  answer: Answer | undefined,
): (Rung & { because: ReminderCause })[] {
  const rungs = ladder.map((rung): Rung & { because: ReminderCause } => ({ ...rung, because: 'ladder' }));
  const day = answer?.snoozedUntil ?? null;
  if (day === null) return rungs;
  const rung = daysBetween(day, earliest(due));
  return [...rungs, { rung, day, because: 'snooze' as const }].sort((a, b) => b.rung - a.rung);
}
