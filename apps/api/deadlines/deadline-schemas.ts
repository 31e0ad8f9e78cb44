import { z } from 'zod';
import { describeReminder, ReminderView } from '#deadlines/queries/reminders.js';
import type { Language } from '#language/language.js';
import { ListedDeadline } from '#projections/list-deadlines.js';
import { dossierExample } from '../ledger/dossier-answer.js';
import { type Column, fields, placeColumns } from '../csv/csv.js';

export const DeadlineAnswer = ListedDeadline.meta({ id: 'Deadline' });

export const deadlineExample: z.input<typeof DeadlineAnswer> = {
  key: 'grant-end/9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
  kind: 'grant-end',
  due: '2026-12-29',
  opens: '2026-07-02',
  lapses: null,
  state: 'open',
  title: '2279',
  event: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
  confirmed: true,
  daysLeft: 34,
  dossier: {
    id: dossierExample.id,
    provider: dossierExample.provider,
    service: dossierExample.service,
    scheme: dossierExample.scheme,
  },
  referential: '3.2',
  dependsOn: null,
  dependency: null,
};

export const ReminderAnswer = ReminderView.extend({
  why: z.string().describe('Explanation in one sentence, in the language of the request.'),
}).meta({ id: 'Reminder' });

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
    confirmed: true,
  },
  dossier: deadlineExample.dossier,
  subscription: {
    id: '5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11',
    channel: 'email',
    target: 'officer@example.org',
  },
  daysBefore: 30,
  day: '2026-11-27',
  fireAt: new Date('2026-11-27T08:00:00.000Z'),
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

/** @param keepsMails no mail server is configured */
export function reminderAnswerOf(
  view: ReminderView,
  reader: { language: Language; keepsMails: boolean },
): z.infer<typeof ReminderAnswer> {
  const { isKept: _, ...shown } = view;
  return { ...shown, why: describeReminder(view, reader) };
}

type Reminder = ReturnType<typeof reminderAnswerOf>;

export const reminderColumns: readonly Column<Reminder>[] = [
  { name: 'day', description: 'sending date', of: (reminder) => reminder.day },
  { name: 'fire_at', of: (reminder) => reminder.fireAt.toISOString() },
  ...fields('state', 'why'),
  { name: 'channel', of: ({ subscription }) => subscription.channel },
  { name: 'kind', of: ({ deadline }) => deadline.kind },
  { name: 'due', description: 'current due date', of: ({ deadline }) => deadline.due },
  { name: 'title', of: ({ deadline }) => deadline.title },
  ...placeColumns<Reminder>(({ dossier }) => dossier),
  { name: 'scheme', of: ({ dossier }) => dossier.scheme },
  { name: 'days_before', description: 'days before the earliest day of `due`', of: (reminder) => reminder.daysBefore },
  ...fields('because'),
  { name: 'outcome', description: 'reason if not sent', of: (reminder) => reminder.outcome },
  { name: 'escalation', description: 'sent only if nobody acknowledges', of: (reminder) => reminder.escalation },
  { name: 'acknowledged_at', of: (reminder) => reminder.acknowledgedAt?.toISOString() },
  { name: 'acknowledged_by', of: (reminder) => reminder.acknowledgedBy },
  { name: 'snoozed_until', of: (reminder) => reminder.snoozedUntil },
  { name: 'deadline', description: 'key', of: ({ deadline }) => deadline.key },
  { name: 'version', description: 'of the deadline', of: ({ deadline }) => deadline.version },
  { name: 'dossier', description: 'id', of: ({ dossier }) => dossier.id },
  { name: 'subscription', description: 'id', of: ({ subscription }) => subscription.id },
  { name: 'delivery', description: 'id', of: (reminder) => reminder.delivery },
  { name: 'reminder', description: 'id', of: (reminder) => reminder.id },
  { name: 'confirmed', description: 'whether the deadline is', of: ({ deadline }) => deadline.confirmed },
];
