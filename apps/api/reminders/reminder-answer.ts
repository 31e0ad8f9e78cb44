import { z } from 'zod';
import { describeReminder, ReminderView } from '#deadlines/queries/reminder-view.js';
import type { Language } from '#language/language.js';
import { deadlineExample } from '../deadlines/deadline-answer.js';

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
  },
  dossier: deadlineExample.dossier,
  subscription: {
    id: '5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11',
    channel: 'email',
    target: 'officer@example.org',
  },
  rung: 30,
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
