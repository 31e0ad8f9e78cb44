import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import { REMINDER_CAUSES } from '#database/tables/deadline.js';
import {
  type PreviewedReminder,
  type RemindersPreview,
  PreviewReminders,
} from '#deadlines/queries/preview-reminders.js';
import { type Day, DaySchema } from '#domain/date/day.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { holderOn } from '#domain/dossier/holder.js';
import type { NewDossierEvent } from '#domain/event/dossier-events.js';
import { PreviewDossierEvent } from '#dossiers/record-dossier-event.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { activeWithin, type Reached, subscribersToChange } from '#subscriptions/audience.js';
import type { Reach } from '#delivery/recipient.js';
import { partiesOf } from '#notifications/changes-of.js';
import { standingIn } from '#notifications/standings.js';
import { deadlineExample } from '../deadlines/deadline-answer.js';
import { StatusField } from '../dossiers/dossier-answer.js';
import { Answer } from '../http/answer.js';
import { RemindedAnswer, RemindedDeadline, reminderExample } from './reminder-answer.js';

/** Who would be told of what, and when, if an event were recorded on a dossier. */
@Injectable()
export class EventPreviews {
  constructor(
    private readonly queries: QueryBus,
    private readonly db: LedgerDatabase,
    private readonly schemes: SchemeCatalogue,
  ) {}

  /** Nothing is recorded or planned. @throws Refusal and Conflict, as recording does */
  async of(
    dossier: string,
    event: NewDossierEvent,
    { today, expected, reach }: { today: Day; expected?: number; reach: Reach },
  ) {
    const rehearsal = new PreviewDossierEvent(dossier, event, today, expected);
    const { id, status, before, after, position } = await this.queries.execute(rehearsal);
    const preview = await this.queries.execute(new PreviewReminders(dossier, { before, after }));
    const holders = [holderOn(after, today), ...partiesOf({ id, event }, after)];
    const places = holders.map((provider) => ({ provider, dossier, scheme: after.scheme }));
    const scheme = schemeOf(after.scheme, await this.schemes.at());
    const effect = { before: standingIn(before, scheme, today), after: standingIn(after, scheme, today) };
    const told = await subscribersToChange(this.db, { ...event, status: effect }, places);
    const shown = await activeWithin(this.db, reach);
    const body = {
      dryRun: true,
      status,
      reminders: remindersAnswerOf(preview, shown),
      told: audienceOf(told, shown),
    };
    return new Answer(body, { position });
  }
}

/** So many are named; the others are counted. */
const MOST_NAMED = 100;

const subscriptions = z.array(RemindedAnswer).describe('Those that this key may see, a hundred at most.');

const ForeseenAnswer = z
  .strictObject({
    deadline: RemindedDeadline,
    dossier: z.uuid().describe('Another one where that builds on this.'),
    rung: z.int(),
    day: DaySchema,
    fireAt: z.iso.datetime(),
    because: z.enum(REMINDER_CAUSES),
    escalation: z.boolean().describe('Only if nobody acknowledges what is sent before.'),
    subscriptions,
  })
  .meta({ id: 'ForeseenReminder' });

export const PreviewAnswer = z
  .strictObject({
    dryRun: z.literal(true),
    status: StatusField.describe('That the event would make, as of today.'),
    reminders: z.strictObject({
      planned: z.array(ForeseenAnswer).describe('Of deadlines that are new, move or open again: the whole ladder.'),
      superseded: z.array(ForeseenAnswer).describe('For dates that move: these would not come.'),
      cancelled: z.array(ForeseenAnswer).describe('For deadlines met, cancelled or no more: these would not come.'),
      others: z.int().describe('How many subscriptions besides would have other reminders than they have now.'),
    }),
    told: z
      .strictObject({ subscriptions, others: z.int().describe('How many besides.') })
      .describe('Who hears of the event itself, at once.'),
  })
  .meta({ id: 'RehearsedOnDossier' });

export const previewExample: z.input<typeof PreviewAnswer> = {
  dryRun: true,
  status: 'granted',
  reminders: {
    planned: [
      {
        deadline: {
          key: deadlineExample.key,
          kind: deadlineExample.kind,
          due: '2029-12-29',
          opens: '2029-07-02',
          lapses: null,
          title: '2279',
          state: 'open',
        },
        dossier: deadlineExample.dossier.id,
        rung: 30,
        day: '2029-11-29',
        fireAt: '2029-11-29T08:00:00.000Z',
        because: 'ladder',
        escalation: false,
        subscriptions: [reminderExample.subscription],
      },
    ],
    superseded: [],
    cancelled: [],
    others: 2,
  },
  told: { subscriptions: [reminderExample.subscription], others: 2 },
};

/** Those of the subscriptions that are shown, and how many are not. */
export function audienceOf(ids: readonly string[], shown: ReadonlyMap<string, Reached>) {
  const subscriptions = named(ids, shown);
  return { subscriptions, others: ids.length - subscriptions.length };
}

const named = (ids: readonly string[], shown: ReadonlyMap<string, Reached>): Reached[] =>
  ids.flatMap((id) => shown.get(id) ?? []).slice(0, MOST_NAMED);

/** Of the others' reminders only how many they go to: their ladders, zones and answers are nobody else's business. */
function remindersAnswerOf({ planned, superseded, cancelled }: RemindersPreview, shown: ReadonlyMap<string, Reached>) {
  const all = new Set([planned, superseded, cancelled].flat().map(({ subscription }) => subscription));
  return {
    planned: foreseenAnswerOf(planned, shown),
    superseded: foreseenAnswerOf(superseded, shown),
    cancelled: foreseenAnswerOf(cancelled, shown),
    others: [...all].filter((id) => !shown.has(id)).length,
  };
}

/** One entry for all who are reminded of the same at the same instant, in the order of those. */
function foreseenAnswerOf(foreseen: readonly PreviewedReminder[], shown: ReadonlyMap<string, Reached>) {
  const together = new Map<string, [PreviewedReminder, string[]]>();
  for (const one of foreseen) {
    if (!shown.has(one.subscription)) continue;
    const key = JSON.stringify([one.deadline.key, one.rung, one.fireAt, one.because, one.escalation]);
    const [, ids] = together.get(key) ?? [one, []];
    ids.push(one.subscription);
    together.set(key, [one, ids]);
  }
  return [...together.values()]
    .sort(([a], [b]) => a.fireAt.getTime() - b.fireAt.getTime() || (a.deadline.key < b.deadline.key ? -1 : 1))
    .map(([{ deadline, dossier, rung, day, fireAt, because, escalation }, ids]) => {
      const { key, kind, due, opens, lapses, title, state } = deadline;
      return {
        deadline: { key, kind, due, opens, lapses, title, state },
        ...{ dossier, rung, day, fireAt: fireAt.toISOString(), because, escalation },
        subscriptions: named(ids, shown),
      };
    });
}
