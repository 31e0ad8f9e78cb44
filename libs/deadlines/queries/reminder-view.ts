import { z } from 'zod';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { REMINDER_CAUSES, REMINDER_OUTCOMES, REMINDER_STATES } from '#database/tables/deadline.js';
import { addDays, daysBetween, DaySchema } from '#domain/date/day.js';
import { earliest, latest } from '#domain/date/partial-date.js';
import { Deadline } from '#domain/deadline/deadline.js';
import { DossierNames } from '../dossier-names.js';
import { isAcknowledged, type ZonedNow, type ReminderRow } from './reminder-rows.js';

/** Why a reminder is not sent. `known-later` applies only to reminder steps that were never planned. */
export const OUTCOMES = [...REMINDER_OUTCOMES, 'known-later'] as const;

/** A deadline as reminders show it. */
export const RemindedDeadline = Deadline.omit({ event: true, confirmed: true });

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
  const { key, kind, due, opens, lapses, title } = row.body;
  return {
    id: row.id,
    deadline: {
      key,
      version: row.deadline_version,
      moved: row.deadline_version !== row.current,
      ...{ kind, due, opens, lapses, title },
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
