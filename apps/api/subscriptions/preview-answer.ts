import { z } from 'zod';
import { Status } from '#domain/dossier/status.js';
import { ProviderRef } from '#domain/dossier/standing.js';
import { REMINDER_CAUSES } from '#database/tables/deadline.js';
import { namesOf } from '#deadlines/queries/reminder-view.js';
import type { DossierNames } from '#deadlines/dossier-names.js';
import type { PastReminder } from '#deadlines/queries/past-reminders.js';
import { DaySchema } from '#domain/date/day.js';
import { PartialDateSchema } from '#domain/date/partial-date.js';
import type { Change } from '#notifications/message.js';
import { deadlineExample, DeadlineAnswer } from '../deadlines/deadline-answer.js';
import { dossierExample } from '../dossiers/dossier-answer.js';
import type { Foreseen } from './subscription-previews.js';

const StandingAnswer = z.strictObject({
  status: Status,
  confirmed: z.boolean(),
  stage: z.string().nullable().describe('The code of the furthest milestone.'),
});

const ToldChange = z
  .strictObject({
    position: z.int(),
    type: z.string(),
    occurred: PartialDateSchema.nullable(),
    recordedAt: z.iso.datetime(),
    provider: ProviderRef.nullable(),
    dossier: z.strictObject({ id: z.uuid(), scheme: z.string(), service: z.string().nullable() }).nullable(),
    scheme: z.string().nullable(),
    status: z
      .strictObject({ before: StandingAnswer.nullable(), after: StandingAnswer.nullable() })
      .nullable()
      .describe('Of a dossier: where it stood right before the event, and right after it.'),
  })
  .meta({ id: 'ToldChange' });

const { key, kind, due, opens, lapses, state, title, confirmed, dossier } = DeadlineAnswer.shape;

const ToldReminder = z
  .strictObject({
    deadline: z.strictObject({ key, kind, due, opens, lapses, state, title, confirmed }).describe('As it stands now.'),
    dossier,
    rung: z.int().describe('The step of the ladder: days before `due`; below 0 after it.'),
    day: DaySchema,
    because: z.enum(REMINDER_CAUSES),
  })
  .meta({ id: 'ToldReminder' });

const count = z.int();
const counts = (description: string) => z.record(z.string(), count).describe(description);

export const SubscriptionPreviewAnswer = z
  .strictObject({
    since: z.iso.datetime(),
    until: z.iso.datetime(),
    counts: z.strictObject({
      'event.recorded': count,
      'changes.digest': count,
      'deadline.reminder': count,
      'deadline.digest': count,
    }),
    eventTypes: counts('How many events of each type they tell of.'),
    deadlineKinds: counts('How many reminders of each kind of deadline they hold.'),
    complete: z.boolean().describe('`false`: the ledger holds too much; what is counted is the latest of it.'),
    more: z.boolean().describe('Earlier messages are counted, but not shown.'),
    messages: z
      .array(
        z.strictObject({
          type: z.enum(['event.recorded', 'changes.digest', 'deadline.reminder', 'deadline.digest']),
          at: z.iso.datetime(),
          total: z.int().describe('How many changes or reminders it holds.'),
          changes: z.array(ToldChange).optional().describe('Of a daily digest the first 200.'),
          reminders: z.array(ToldReminder).optional(),
        }),
      )
      .describe('Newest first.'),
  })
  .meta({ id: 'SubscriptionPreview' });

const applied = { status: 'in-progress' as const, confirmed: true, stage: 'J2' };

export const subscriptionPreviewExample: z.input<typeof SubscriptionPreviewAnswer> = {
  since: '2026-10-26T08:00:00.000Z',
  until: '2026-11-25T08:00:00.000Z',
  counts: { 'event.recorded': 1, 'changes.digest': 0, 'deadline.reminder': 1, 'deadline.digest': 0 },
  eventTypes: { GrantIssued: 1 },
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
          type: 'GrantIssued',
          occurred: '2026-11-20',
          recordedAt: '2026-11-23T10:12:00.000Z',
          provider: dossierExample.provider,
          dossier: { id: dossierExample.id, scheme: dossierExample.scheme, service: 'Bare Metal Pod' },
          scheme: dossierExample.scheme,
          status: { before: applied, after: { status: 'granted', confirmed: true, stage: 'J3' } },
        },
      ],
    },
    {
      type: 'deadline.reminder',
      at: '2026-10-30T08:00:00.000Z',
      total: 1,
      reminders: [
        {
          deadline: {
            key: deadlineExample.key,
            kind: deadlineExample.kind,
            due: deadlineExample.due,
            opens: deadlineExample.opens,
            lapses: deadlineExample.lapses,
            state: deadlineExample.state,
            title: deadlineExample.title,
            confirmed: deadlineExample.confirmed,
          },
          dossier: deadlineExample.dossier,
          rung: 60,
          day: '2026-10-30',
          because: 'ladder',
        },
      ],
    },
  ],
};

const MOST_CHANGES = 200;

export function messageAnswerOf(message: Foreseen, places: ReadonlyMap<string, DossierNames>) {
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

function reminderAnswerOf(
  { deadline, place, rung, day, because }: PastReminder,
  places: ReadonlyMap<string, DossierNames>,
) {
  const { key, kind, due, opens, lapses, state, title, confirmed } = deadline;
  return {
    deadline: { key, kind, due, opens, lapses, state, title, confirmed },
    dossier: namesOf(places, place.dossier),
    ...{ rung, day, because },
  };
}
