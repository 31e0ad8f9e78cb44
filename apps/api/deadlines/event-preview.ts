import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import {
  type PreviewedReminder,
  type RemindersPreview,
  ReminderPreviews,
} from '#deadlines/queries/preview-reminders.js';
import { RemindedDeadline, RemindedSubscription, ReminderView } from '#deadlines/queries/reminders.js';
import type { SubscriptionScope } from '#subscriptions/sending/attempt.js';
import type { Day } from '#domain/date/day.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { Status } from '#domain/dossier/status.js';
import type { NewDossierEvent } from '#domain/event/dossier-events.js';
import { type DossierEventPreview, DossierEventPreviews } from '#dossiers/record-dossier-event.js';
import type { Language } from '#language/language.js';
import { placesOnDossier, standingIn } from '#subscriptions/messages/changes-of.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { activeSubscriptions, type ActiveSubscription, subscribersToChange } from '#subscriptions/audience.js';
import { newWarningsAnswer, warningAnswersOf } from '../ledger/dossier-answer.js';
import { Answer } from '../http/answer.js';
import { deadlineExample, reminderExample } from './deadlines.controller.js';

interface PreviewContext {
  today: Day;
  scope: SubscriptionScope;
  language: Language;
}

@Injectable()
export class EventPreviews {
  constructor(
    private readonly events: DossierEventPreviews,
    private readonly previews: ReminderPreviews,
    private readonly db: LedgerDatabase,
    private readonly schemes: SchemeCatalogue,
  ) {}

  /** Nothing is recorded or planned. @throws Refusal and Conflict, as recording does */
  async of(dossier: string, event: NewDossierEvent, context: PreviewContext & { expected?: number }) {
    const preview = await this.events.of(dossier, event, context.today, context.expected);
    return new Answer(await this.answerTo(dossier, event, preview, context), { position: preview.position });
  }

  async answerTo(dossier: string, event: NewDossierEvent, preview: DossierEventPreview, context: PreviewContext) {
    const { status, confirmed, warnings, before, after } = preview;
    const reminders = await this.previews.of(dossier, { before, after });
    const shown = await activeSubscriptions(this.db, context.scope);
    return {
      preview: true,
      ...{ status, confirmed },
      warnings: warningAnswersOf(warnings, context.language),
      reminders: remindersAnswerOf(reminders, shown),
      notified: await this.notified(dossier, event, preview, context, shown),
    };
  }

  async notified(
    dossier: string,
    event: NewDossierEvent,
    { id, before, after }: DossierEventPreview,
    { today, scope }: Pick<PreviewContext, 'today' | 'scope'>,
    shown?: ReadonlyMap<string, ActiveSubscription>,
  ) {
    const places = placesOnDossier(dossier, after, { id, event }, today);
    const scheme = schemeOf(after.scheme, await this.schemes.at());
    const effect = { before: standingIn(before, scheme, today), after: standingIn(after, scheme, today) };
    const told = await subscribersToChange(this.db, { ...event, status: effect }, places);
    return audienceOf(told, shown ?? (await activeSubscriptions(this.db, scope)));
  }
}

/** Maximum number of subscriptions listed; the others are counted. */
const MOST_NAMED = 100;

const subscriptions = z.array(RemindedSubscription).describe('Subscriptions visible to this key, at most 100.');

const UpcomingReminder = z
  .strictObject({
    deadline: RemindedDeadline,
    dossier: z.uuid().describe('The dossier of the reminder, which may depend on this one.'),
    ...ReminderView.pick({ daysBefore: true, day: true, fireAt: true, because: true, escalation: true }).shape,
    subscriptions,
  })
  .meta({ id: 'UpcomingReminder' });

export const PreviewAnswer = z
  .strictObject({
    preview: z.literal(true),
    status: Status.describe('Resulting status as of today.'),
    confirmed: z.boolean().describe('The status, by the authority.'),
    warnings: newWarningsAnswer,
    reminders: z.strictObject({
      planned: z
        .array(UpcomingReminder)
        .describe('All reminders of deadlines that would be new, postponed, brought forward or reopened.'),
      superseded: z.array(UpcomingReminder).describe('No longer sent because dates would move.'),
      cancelled: z
        .array(UpcomingReminder)
        .describe('No longer sent because deadlines would be met, cancelled or removed.'),
      others: z.int().describe('Number of other subscriptions whose reminders would change.'),
    }),
    notified: z
      .strictObject({ subscriptions, others: z.int().describe('Number of other subscriptions.') })
      .describe('Subscriptions notified of the event itself, immediately.'),
  })
  .meta({ id: 'EventPreview' });

const { version, moved, ...reminderDeadline } = reminderExample.deadline;

export const previewExample: z.input<typeof PreviewAnswer> = {
  preview: true,
  ...{ status: 'granted' as const, confirmed: true },
  warnings: [],
  reminders: {
    planned: [
      {
        deadline: { ...reminderDeadline, due: '2029-12-29', opens: '2029-07-02' },
        dossier: deadlineExample.dossier.id,
        daysBefore: 30,
        day: '2029-11-29',
        fireAt: new Date('2029-11-29T08:00:00.000Z'),
        because: 'ladder',
        escalation: false,
        subscriptions: [reminderExample.subscription],
      },
    ],
    superseded: [],
    cancelled: [],
    others: 2,
  },
  notified: { subscriptions: [reminderExample.subscription], others: 2 },
};

export function audienceOf(ids: readonly string[], shown: ReadonlyMap<string, ActiveSubscription>) {
  const subscriptions = named(ids, shown);
  return { subscriptions, others: ids.length - subscriptions.length };
}

const named = (ids: readonly string[], shown: ReadonlyMap<string, ActiveSubscription>): ActiveSubscription[] =>
  ids.flatMap((id) => shown.get(id) ?? []).slice(0, MOST_NAMED);

/** Reminders of subscriptions that the key may not see are only counted: their settings and answers are confidential. */
function remindersAnswerOf(
  { planned, superseded, cancelled }: RemindersPreview,
  shown: ReadonlyMap<string, ActiveSubscription>,
) {
  const all = new Set([planned, superseded, cancelled].flat().map(({ subscription }) => subscription));
  return {
    planned: groupedReminders(planned, shown),
    superseded: groupedReminders(superseded, shown),
    cancelled: groupedReminders(cancelled, shown),
    others: [...all].filter((id) => !shown.has(id)).length,
  };
}

/** Groups identical reminders of several subscriptions, in order of time. */
function groupedReminders(reminders: readonly PreviewedReminder[], shown: ReadonlyMap<string, ActiveSubscription>) {
  const together = new Map<string, [PreviewedReminder, string[]]>();
  for (const one of reminders) {
    if (!shown.has(one.subscription)) continue;
    const key = JSON.stringify([one.deadline.key, one.daysBefore, one.fireAt, one.because, one.escalation]);
    const [, ids] = together.get(key) ?? [one, []];
    ids.push(one.subscription);
    together.set(key, [one, ids]);
  }
  return [...together.values()]
    .sort(([a], [b]) => a.fireAt.getTime() - b.fireAt.getTime() || (a.deadline.key < b.deadline.key ? -1 : 1))
    .map(([{ subscription: _, deadline, ...reminder }, ids]) => {
      const { event, confirmed, ...reminded } = deadline;
      return { ...reminder, deadline: reminded, subscriptions: named(ids, shown) };
    });
}
