import { z } from 'zod';
import { DossierNames } from '#domain/dossier/standing.js';
import type { PastReminder } from '#deadlines/queries/past-reminders.js';
import { namesOf, ReminderView } from '#deadlines/queries/reminders.js';
import { Deadline } from '#domain/deadline/deadline.js';
import { type Change, ChangeSchema } from '#subscriptions/messages/change.js';
import { deadlineExample } from '../deadlines/deadline-answers.js';
import { dossierExample, eventExample } from '../ledger/dossier-answer.js';
import type { PreviewedMessage } from './subscription-previews.js';

const ChangeMessage = ChangeSchema.pick({
  ...{ position: true, type: true, occurred: true, recordedAt: true },
  ...{ provider: true, dossier: true, scheme: true, status: true },
}).meta({ id: 'ChangeMessage' });

const ReminderMessage = z
  .strictObject({
    deadline: Deadline.omit({ event: true }).describe('As of today.'),
    dossier: DossierNames,
    ...ReminderView.pick({ daysBefore: true, day: true, because: true }).shape,
  })
  .meta({ id: 'ReminderMessage' });

const count = z.int();
const counts = (description: string) => z.record(z.string(), count).describe(description);

export const SubscriptionPreviewAnswer = z
  .strictObject({
    since: z.iso.datetime(),
    until: z.iso.datetime(),
    counts: z.strictObject({
      'event.recorded': count,
      'changes.digest': count,
      'import.summary': count,
      'register.read': count,
      'deadline.reminder': count,
      'deadline.digest': count,
    }),
    eventTypes: counts('Number of events by type.'),
    deadlineKinds: counts('Number of reminders by kind of deadline.'),
    complete: z.boolean().describe('`false` if there is too much to count: only the latest messages are counted.'),
    more: z.boolean().describe('Earlier messages are counted but not listed.'),
    messages: z
      .array(
        z.strictObject({
          type: z.enum([
            'event.recorded',
            'changes.digest',
            'import.summary',
            'register.read',
            'deadline.reminder',
            'deadline.digest',
          ]),
          at: z.iso.datetime(),
          total: z.int().describe('Number of changes or reminders.'),
          changes: z
            .array(ChangeMessage)
            .optional()
            .describe('For a digest or the summary of an import, the first 200.'),
          reminders: z.array(ReminderMessage).optional(),
        }),
      )
      .describe('Newest first.'),
  })
  .meta({ id: 'SubscriptionPreview' });

const applied = { status: 'in-progress' as const, confirmed: true, stage: 'J2', stageConfirmed: true };

export const subscriptionPreviewExample: z.input<typeof SubscriptionPreviewAnswer> = {
  since: '2026-10-26T08:00:00.000Z',
  until: '2026-11-25T08:00:00.000Z',
  counts: {
    'event.recorded': 1,
    'changes.digest': 0,
    'import.summary': 0,
    'register.read': 0,
    'deadline.reminder': 1,
    'deadline.digest': 0,
  },
  eventTypes: { [eventExample.type]: 1 },
  deadlineKinds: { 'grant-end': 1 },
  complete: true,
  more: false,
  messages: [
    {
      type: 'event.recorded',
      at: '2026-11-23T10:12:00.000Z',
      total: 1,
      changes: [
        {
          position: 31,
          type: eventExample.type,
          occurred: '2026-11-20',
          recordedAt: '2026-11-23T10:12:00.000Z',
          provider: dossierExample.provider,
          dossier: { id: dossierExample.id, scheme: dossierExample.scheme, service: 'Bare Metal Pod' },
          scheme: dossierExample.scheme,
          status: { before: applied, after: { status: 'granted', confirmed: true, stage: 'J3', stageConfirmed: true } },
        },
      ],
    },
    {
      type: 'deadline.reminder',
      at: '2026-10-30T08:00:00.000Z',
      total: 1,
      reminders: [
        {
          deadline: Deadline.omit({ event: true }).strip().parse(deadlineExample),
          dossier: deadlineExample.dossier,
          daysBefore: 60,
          day: '2026-10-30',
          because: 'ladder',
        },
      ],
    },
  ],
};

const MOST_CHANGES = 200;

export function messageAnswerOf(message: PreviewedMessage, places: ReadonlyMap<string, DossierNames>) {
  const { type, at } = message;
  const shown = { type, at: at.toISOString() };
  if ('changes' in message) {
    const { changes } = message;
    return { ...shown, total: changes.length, changes: changes.slice(0, MOST_CHANGES).map(changeAnswerOf) };
  }
  const { reminders } = message;
  return { ...shown, total: reminders.length, reminders: reminders.map((one) => reminderAnswerOf(one, places)) };
}

function changeAnswerOf(change: Change) {
  const { position, type, recordedAt, provider, dossier, scheme, status = null } = change;
  const occurred = ('occurred' in change ? change.occurred : undefined) ?? null;
  return { position, type, occurred, recordedAt, provider, dossier, scheme, status };
}

const reminderAnswerOf = (
  { deadline: { event: _, ...deadline }, place, daysBefore, day, because }: PastReminder,
  places: ReadonlyMap<string, DossierNames>,
) => ({ deadline, dossier: namesOf(places, place.dossier), daysBefore, day, because });
