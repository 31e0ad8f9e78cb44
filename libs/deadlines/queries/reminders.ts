import { type Kysely, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '#database/tables.js';
import {
  type DeadlineTable,
  type ReminderTable,
  REMINDER_CAUSES,
  REMINDER_OUTCOMES,
  REMINDER_STATES,
} from '#database/tables/deadline.js';
import { keptDeliveries } from '#subscriptions/sending/planned-deliveries.js';
import { dayIn, addDays, daysBetween, DaySchema } from '#domain/date/day.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import { Deadline, isSettled } from '#domain/deadline/deadline.js';
import { preferencesOf } from '#domain/reminder/preferences.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { recipientRows } from '#subscriptions/audience.js';
import { DossierNames } from '#domain/dossier/standing.js';

/** A reminder with its deadline, subscription and answer. */
export type ReminderRow = Selectable<ReminderTable> & {
  current: number;
  dossier: string;
  /** Current holder of the service. */
  provider: string;
  scheme: string;
  body: Deadline;
  deadline_state: DeadlineTable['state'];
  due_latest: string;
  channel: 'email' | 'webhook';
  target: string;
  /** Reminder settings of the subscription, as stored. */
  wishes: object;
  acknowledged_at: Date | null;
  acknowledged_by: string | null;
  snoozed_until: string | null;
  /** Whether its delivery is a mail that was stored, not sent; `null` without a delivery. */
  is_kept: boolean | null;
};

/** Base query for reminders. Tables: `reminder`, `deadline`, `recipient`, `dossier_plan`. */
export const reminderRows = (db: Kysely<Database>) =>
  db
    .selectFrom('reminder')
    .innerJoin('deadline', 'deadline.key', 'reminder.deadline_key')
    .innerJoin(recipientRows(db).as('recipient'), 'recipient.id', 'reminder.subscription')
    .innerJoin('dossier_plan', 'dossier_plan.dossier', 'deadline.dossier')
    .leftJoin('reminder_answer as answer', (join) =>
      join
        .onRef('answer.deadline_key', '=', 'reminder.deadline_key')
        .onRef('answer.deadline_version', '=', 'reminder.deadline_version')
        .onRef('answer.subscription', '=', 'reminder.subscription'),
    )
    .leftJoin(keptDeliveries(db).as('carrying'), 'carrying.id', 'reminder.delivery')
    .selectAll('reminder')
    .select([
      'deadline.version as current',
      'deadline.dossier',
      'dossier_plan.provider',
      'dossier_plan.scheme',
      sql<Deadline>`deadline.body`.as('body'),
      'deadline.state as deadline_state',
      'deadline.due_latest',
      'recipient.channel',
      'recipient.target',
      'recipient.wishes',
      'answer.acknowledged_at',
      'answer.acknowledged_by',
      'answer.snoozed_until',
      'carrying.is_kept',
    ]);

export const readReminder = (tx: Kysely<Database>, id: string): Promise<ReminderRow> =>
  reminderRows(tx).where('reminder.id', '=', id).executeTakeFirstOrThrow();

/**
 * Whether its recipient acknowledged the deadline, before or after it was sent. An acknowledgement before the due date does not
 * count after it.
 */
export function isAcknowledged(row: ReminderRow, { now, zone: usual }: ZonedNow): boolean {
  const { acknowledged_at: at, due_latest } = row;
  if (at === null || !(isSent(row) || isInAdvance(row))) return false;
  const zone = zoneOf(row, usual);
  return dayIn(zone, now) <= due_latest || dayIn(zone, at) > due_latest;
}

/** Not sent, because its deadline had been acknowledged before. */
const isInAdvance = ({ outcome }: ReminderRow): boolean => outcome === 'acknowledged';

/** The deadline is open or missed, and its dates are unchanged. */
export const isCurrent = ({ deadline_version, current, deadline_state }: ReminderRow): boolean =>
  deadline_version === current && !isSettled(deadline_state);

/**
 * Includes reminders being sent: the recipient may answer before the result is recorded. Also includes those taken
 * back by an acknowledgement, so that acknowledging is idempotent.
 */
export const isSent = ({ state, outcome, delivery }: ReminderRow): boolean =>
  state === 'sent' || state === 'claimed' || state === 'failed' || (outcome === 'acknowledged' && delivery !== null);

/** The deadline is current, the reminder was or will be sent, and it is not acknowledged. */
export const canAcknowledge = (row: ReminderRow, time: ZonedNow): boolean =>
  isCurrent(row) && (isSent(row) || row.state === 'planned') && !isAcknowledged(row, time);

/** The current instant, and the default time zone. */
export interface ZonedNow {
  now: Date;
  zone: string;
}

/**
 * Time zone of the recipient. An unknown zone falls back to the default.
 *
 * @param usual default time zone
 */
export const zoneOf = ({ wishes }: Pick<ReminderRow, 'wishes'>, usual: string): string =>
  preferencesOf(wishes).timeZone ?? usual;

/** Why a reminder is not sent. `known-later` applies only to reminder steps that were never planned. */
const OUTCOMES = [...REMINDER_OUTCOMES, 'known-later'] as const;

/** A deadline as reminders show it. */
export const RemindedDeadline = Deadline.omit({ event: true });

export const RemindedSubscription = z
  .strictObject({ id: z.uuid(), channel: z.enum(['email', 'webhook']), target: z.string() })
  .meta({ id: 'RemindedSubscription' });

/** A reminder that was, will be or would have been sent, with the reasons. */
export const ReminderView = z.strictObject({
  id: z.uuid().nullable().describe('`null` if not planned: reminders are planned five weeks ahead.'),
  deadline: RemindedDeadline.extend({
    version: z.int().describe('Version of the dates that the reminder is for.'),
    moved: z.boolean().describe('The dates have moved since; the current ones are shown.'),
  }),
  dossier: DossierNames,
  subscription: RemindedSubscription,
  daysBefore: z
    .int()
    .describe(
      'Step of the reminder schedule: days before the earliest day of `due`, before adjustment for weekends and holidays; negative after it.',
    ),
  day: DaySchema.describe('Day of sending.'),
  fireAt: z.date(),
  state: z.enum(REMINDER_STATES),
  because: z.enum(REMINDER_CAUSES).describe('Reason for planning.'),
  outcome: z.enum(OUTCOMES).nullable().describe('Reason for not sending.'),
  escalation: z.boolean().describe('Sent only if nobody acknowledges the earlier reminders.'),
  delivery: z.uuid().nullable().describe('The delivery that contains the reminder.'),
  acknowledgedAt: z.date().nullable().describe('Reset to `null` once the deadline is overdue.'),
  acknowledgedBy: z.string().nullable().describe('An API key, or `link` for the link in the message.'),
  snoozedUntil: DaySchema.nullable(),
});
export type ReminderView = z.infer<typeof ReminderView> & {
  /** Whether it was a mail that was stored, not sent, once it has a delivery. */
  isKept?: boolean;
};

/** Acknowledgements that no longer count, or that belong to another reminder of the deadline, are left out. */
export function reminderViewOf(
  row: ReminderRow,
  places: ReadonlyMap<string, DossierNames>,
  time: ZonedNow,
): ReminderView {
  const isAnswered = isAcknowledged(row, time);
  const { key, kind, due, opens, lapses, title, confirmed } = row.body;
  return {
    id: row.id,
    deadline: {
      key,
      version: row.deadline_version,
      moved: row.deadline_version !== row.current,
      ...{ kind, due, opens, lapses, title, confirmed },
      state: row.deadline_state,
    },
    dossier: namesOf(places, row.dossier),
    subscription: { id: row.subscription, channel: row.channel, target: row.target },
    daysBefore: row.rung,
    day: row.day,
    fireAt: row.fire_at,
    state: row.state,
    because: row.because,
    outcome: row.outcome,
    escalation: row.escalation,
    delivery: row.delivery,
    acknowledgedAt: isAnswered ? row.acknowledged_at : null,
    acknowledgedBy: isAnswered ? row.acknowledged_by : null,
    snoozedUntil: row.snoozed_until,
    ...(row.state === 'sent' && { isKept: row.is_kept ?? false }),
  };
}

export function namesOf(places: ReadonlyMap<string, DossierNames>, dossier: string): DossierNames {
  const place = places.get(dossier);
  if (!place) throw new Error(`deadlines of dossier ${dossier}, which is not on record`);
  return place;
}

/**
 * Explains in one sentence why a reminder is sent when it is, or is not sent.
 *
 * @param keepsMails no mail server is configured: mails are stored
 */
export function describeReminder(
  reminder: ReminderView,
  { language, keepsMails }: { language: Language; keepsMails: boolean },
): string {
  const { state, day, outcome, isKept = keepsMails } = reminder;
  const words = phrases(language).reminders.why;
  const step = reasonFor(reminder, language);
  switch (state) {
    case 'planned':
    case 'claimed':
    case 'sent':
      return (isKept && reminder.subscription.channel === 'email' ? words.kept : words)[state](day, step);
    case 'failed':
      return words[state](day, step);
    case 'skipped':
    case 'cancelled':
    case 'superseded':
      return words.dropped(day, step, outcome === null ? state : words.outcomes[outcome]);
  }
}

function reasonFor(reminder: ReminderView, language: Language): string {
  const { because, escalation } = reminder;
  const words = phrases(language).reminders.why;
  const step = because === 'ladder' ? reminderStepOf(reminder, language) : words[because];
  return escalation ? words.escalation(step) : step;
}

/** The previous dates of a deadline that moved are not stored. */
function reminderStepOf(
  { daysBefore, deadline: { due, moved }, day, escalation }: ReminderView,
  language: Language,
): string {
  const words = phrases(language).reminders.why;
  if (moved) return daysBefore >= 0 ? words.beforeMoved(daysBefore) : words.afterMoved;
  const nominal = addDays(earliest(due), -daysBefore);
  const late = nominal > latest(due) ? daysBefore + daysBetween(earliest(due), latest(due)) : 0;
  const step =
    daysBefore === 0 ? words.onDueDay(due) : late < 0 ? words.after(-late, due) : words.before(daysBefore, due);
  return escalation || nominal === day ? step : words.shifted(step, nominal);
}
