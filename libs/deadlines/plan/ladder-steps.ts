import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '#database/tables.js';
import type { ReminderCause, ReminderOutcome } from '#database/tables/deadline.js';
import { addDays, type Day, dayIn, daysBetween } from '#domain/date/day.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import { workingDayFrom } from '#domain/date/working-day.js';
import { type Deadline, lastDay } from '#domain/deadline/deadline.js';
import { reminderHour } from '#domain/reminder/reminder-hour.js';
import type { Rung } from '#domain/reminder/schedule.js';
import type { ZonedNow } from '../queries/reminder-rows.js';
import type { Recipient } from '../planning.js';

/** A reminder of a deadline for one subscription, as its dates, wishes and answers have it. */
export interface LadderStep extends Rung {
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
export type StepsOn = (days?: Days) => LadderStep[];

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
export function ladderSteps(
  deadline: Pick<Deadline, 'due'>,
  { wishes, confirmedAt }: Pick<Recipient, 'wishes' | 'confirmedAt'>,
  answer: ReminderAnswer | undefined,
  { schedule, zone: usual, days }: Circumstances,
): LadderStep[] {
  const zone = wishes.timeZone ?? usual;
  const all = withSnooze(schedule, deadline, answer);
  const some = days ? all.filter(({ day }) => day >= days.from && day <= days.to) : all;
  return some.map(({ rung, day, because }) => {
    const fireAt = reminderHour(day, zone);
    const isBefore = fireAt <= confirmedAt && day < dayIn(zone, confirmedAt); // the day of the confirmation counts
    const outcome = isBefore ? 'before-subscription' : because === 'snooze' ? null : outcomeOn(day);
    return { rung, day, fireAt, because, outcome };
  });

  function outcomeOn(day: Day): LadderStep['outcome'] {
    if (!answer) return null;
    const { snoozedUntil, acknowledgedAt } = answer;
    if (snoozedUntil !== null && day < snoozedUntil) return 'snoozed';
    const over = latest(deadline.due);
    return day > over && acknowledgedAt !== null && dayIn(zone, acknowledgedAt) > over ? 'acknowledged' : null;
  }
}

/** Of rungs, those that somebody is to be told from an instant on; what is not to be sent, with why. */
export const stepsSince = (steps: readonly LadderStep[], since?: Date): LadderStep[] =>
  steps.filter(({ fireAt, outcome }) => outcome !== 'before-subscription' && (since === undefined || fireAt >= since));

/** The day that somebody asked for comes on top of the ladder, whatever that has there. */
function withSnooze(
  ladder: readonly Rung[],
  { due }: Pick<Deadline, 'due'>,
  answer: ReminderAnswer | undefined,
): (Rung & { because: ReminderCause })[] {
  const steps = ladder.map((rung): Rung & { because: ReminderCause } => ({ ...rung, because: 'ladder' }));
  const day = answer?.snoozedUntil ?? null;
  if (day === null) return steps;
  const rung = daysBetween(day, earliest(due));
  return [...steps, { rung, day, because: 'snooze' as const }].sort((a, b) => b.rung - a.rung);
}

/**
 * What of its ladder somebody is told of a deadline that is new, moved or open again: what came since that is on record or is
 * still to come, and, where it is news to them and nothing else is due, at once what they would have been told last. A dry run
 * asks the same.
 *
 * @param days up to the horizon; absent: however far ahead
 * @param since from when on it is owed; absent: from now on
 */
export function stepsOnActivation(
  deadline: Pick<Deadline, 'due' | 'lapses' | 'state'>,
  recipient: Recipient,
  ladder: StepsOn,
  { isNewToRecipient, days, since, time }: { isNewToRecipient: boolean; days?: Days; since?: Date; time: ZonedNow },
): LadderStep[] {
  const { now, zone } = time;
  const steps = stepsSince(ladder(days), since ?? now);
  if (steps.some(({ fireAt, outcome }) => fireAt < now && outcome === null)) return steps;
  if (!isNewToRecipient || !allowsLateReminder(deadline, recipient, dayIn(zone, now))) return steps;
  const late = lateReminder(deadline, recipient, ladder(), time);
  return late ? [...steps, late] : steps;
}

/** Further ahead than this, the next rung is soon enough. */
export const LATE_REMINDER_DAYS = 30;

type Late = Pick<Deadline, 'due' | 'lapses' | 'state'>;

/**
 * Whether a deadline is one to be told of at once when it becomes known late. Whoever is told for want of an answer is told
 * in time after the others.
 */
export const allowsLateReminder = ({ due, state }: Late, { wishes }: Pick<Recipient, 'wishes'>, today: Day): boolean =>
  state === 'open' && wishes.role === 'recipient' && daysBetween(today, earliest(due)) <= LATE_REMINDER_DAYS;

/**
 * The reminder of a deadline that became known, or moved, when part of its ladder was over: what it would have said last,
 * at the next nine o'clock of a working day, or at once where that is too late. Nothing where a rung comes as soon.
 */
export function lateReminder(
  deadline: Late,
  { wishes }: Pick<Recipient, 'wishes'>,
  ladder: readonly LadderStep[],
  { now, zone: usual }: ZonedNow,
): LadderStep | undefined {
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

/** What a subscription's reader answered to the reminders of a deadline, as long as its dates stand. */
interface ReminderAnswer {
  acknowledgedAt: Date | null;
  snoozedUntil: Day | null;
}

/** By `answerKey`; nobody has answered to a version of a deadline that is only just being planned. */
export type ReminderAnswers = ReadonlyMap<string, ReminderAnswer>;

export const answerKey = (deadline: string, version: number, subscription: string): string =>
  `${deadline} ${version} ${subscription}`;

/**
 * The answers to the current dates of deadlines, for who plans by them: until the transaction ends nobody answers anew.
 * An answer locks its deadline first, so either it is among these, or it waits and sees what is planned.
 */
export async function lockAnswers(tx: Transaction<Database>, keys: readonly string[]): Promise<ReminderAnswers> {
  if (keys.length === 0) return new Map();
  await sql`select from deadline where key = any(${[...keys]}) order by key for key share`.execute(tx);
  return readAnswers(tx, keys);
}

/** The answers to the current dates of deadlines at this moment, to look at. */
export async function readAnswers(db: Kysely<Database>, keys: readonly string[]): Promise<ReminderAnswers> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<ReminderAnswer & { key: string; version: number; subscription: string }>`
    select key, version, subscription, acknowledged_at as "acknowledgedAt", snoozed_until as "snoozedUntil"
    from reminder_answer join deadline on key = deadline_key and version = deadline_version
    where deadline_key = any(${[...keys]})
  `.execute(db);
  return new Map(rows.map((row) => [answerKey(row.key, row.version, row.subscription), row]));
}
