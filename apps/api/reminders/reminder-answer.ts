import { z } from 'zod';
import { REMINDER_CAUSES, REMINDER_STATES } from '#database/tables/deadline.js';
import { DaySchema } from '#domain/date/day.js';
import { OUTCOMES, type ReminderView, describeReminder } from '#deadlines/queries/reminder-view.js';
import { DeadlineAnswer, deadlineExample } from '../deadlines/deadline-answer.js';

export const RemindedAnswer = z
  .strictObject({ id: z.uuid(), channel: z.enum(['email', 'webhook']), target: z.string() })
  .meta({ id: 'RemindedSubscription' });

/** A deadline without its origin. */
export const RemindedDeadline = DeadlineAnswer.pick({
  key: true,
  kind: true,
  due: true,
  opens: true,
  lapses: true,
  title: true,
  state: true,
});

export const ReminderAnswer = z
  .strictObject({
    id: z.uuid().nullable().describe('`null` if not planned: reminders are planned five weeks ahead.'),
    deadline: RemindedDeadline.extend({
      version: z.int().describe('Version of the dates that the reminder is for.'),
      moved: z.boolean().describe('The dates have moved since; the current ones are shown.'),
    }),
    dossier: DeadlineAnswer.shape.dossier,
    subscription: RemindedAnswer,
    rung: z
      .int()
      .describe(
        'Ladder step: days before the earliest day of `due`, before adjustment for weekends and holidays; negative after it.',
      ),
    day: DaySchema.describe('Day of sending.'),
    fireAt: z.iso.datetime(),
    state: z.enum(REMINDER_STATES),
    because: z.enum(REMINDER_CAUSES).describe('Reason for planning.'),
    outcome: z.enum(OUTCOMES).nullable().describe('Reason for not sending.'),
    why: z.string().describe('Explanation in one sentence.'),
    escalation: z.boolean().describe('Sent only if nobody acknowledges the earlier reminders.'),
    delivery: z.uuid().nullable().describe('The delivery that contains the reminder.'),
    acknowledgedAt: z.iso.datetime().nullable().describe('Reset to `null` once the deadline is overdue.'),
    acknowledgedBy: z.string().nullable().describe('An API key, or `link` for the link in the message.'),
    snoozedUntil: DaySchema.nullable(),
  })
  .meta({ id: 'Reminder' });

export const reminderExample: z.input<typeof ReminderAnswer> = {
  id: '6b0d4f0e-7f53-5c1c-9a55-0d0a4a6f2f31',
  deadline: {
    key: deadlineExample.key,
    version: 1,
    moved: false,
    kind: deadlineExample.kind,
    due: '2026-12-29',
    opens: '2026-07-02',
    lapses: null,
    title: '2279',
    state: 'open',
  },
  dossier: deadlineExample.dossier,
  subscription: {
    id: '5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11',
    channel: 'email',
    target: 'officer@example.org',
  },
  rung: 30,
  day: '2026-11-27',
  fireAt: '2026-11-27T08:00:00.000Z',
  state: 'planned',
  because: 'ladder',
  outcome: null,
  why: 'Will be sent on 2026-11-27: 30 days before the deadline of 2026-12-29; 2026-11-29 is not a working day.',
  escalation: false,
  delivery: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  snoozedUntil: null,
};

export const reminderAnswerOf = ({ fireAt, acknowledgedAt, ...view }: ReminderView) => ({
  ...view,
  fireAt: fireAt.toISOString(),
  why: describeReminder({ ...view, fireAt, acknowledgedAt }, 'en'),
  acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
});
