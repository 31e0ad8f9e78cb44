import { Body, Controller, Post, Query, Inject, Injectable } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { chunksOf } from '#concurrency/async-iteration.js';
import { Clock } from '#database/clock.js';
import { MOST_IN_DIGEST } from '#deadlines/claim-reminders.js';
import { type PastReminder, PastReminders } from '#deadlines/queries/preview-reminders.js';
import { namesOf, ReminderView } from '#deadlines/queries/reminders.js';
import { addDays, dayIn } from '#domain/date/day.js';
import type { Weekday } from '#domain/date/weekday.js';
import { Deadline } from '#domain/deadline/deadline.js';
import { DossierNames } from '#domain/dossier/standing.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { isReading } from '#domain/register/register-events.js';
import { ReminderPreferencesSchema, type ReminderPreferences } from '#domain/reminder/preferences.js';
import { reminderHour } from '#domain/reminder/schedule.js';
import { because } from '#domain/validation.js';
import { EventStore } from '#event-store/event-store.js';
import { LanguageSchema } from '#language/language.js';
import { dossierNames } from '#ledger/dossier-names.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import type { ReminderSubject } from '#subscriptions/audience.js';
import { assertFilter, FilterSchema, type Filter, wantsDeadline } from '#subscriptions/filter.js';
import { type Change, ChangeSchema } from '#subscriptions/messages/message.js';
import { DIGEST_DAYS, type DigestFrequency, latestDigestTime } from '#subscriptions/planning/digests.js';
import { PastChanges } from '#subscriptions/planning/fan-out.js';
import { DigestDaySchema, MODES, type Mode } from '#subscriptions/subscription.js';
import { deadlineExample } from '../deadlines/deadlines.controller.js';
import { Answer } from '../http/answer.js';
import { wholeNumber } from '../http/query-fields.js';
import { dossierExample, eventExample } from '../ledger/dossier-answer.js';
import { Route } from '../openapi/route.js';
import { type ApiSettings, SETTINGS } from '../settings.js';

const ABOUT_CHANGES = ['event.recorded', 'changes.digest', 'import.summary', 'register.read'] as const;
const ABOUT_DEADLINES = ['deadline.reminder', 'deadline.digest'] as const;
const TYPES = [...ABOUT_CHANGES, ...ABOUT_DEADLINES] as const;

const perType = <T>(value: T) =>
  Object.fromEntries(TYPES.map((type) => [type, value])) as Record<(typeof TYPES)[number], T>;

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

const SubscriptionPreviewAnswer = z
  .strictObject({
    since: z.iso.datetime(),
    until: z.iso.datetime(),
    counts: z.strictObject(perType(count)),
    eventTypes: counts('Number of events by type.'),
    deadlineKinds: counts('Number of reminders by kind of deadline.'),
    complete: z.boolean().describe('`false` if there is too much to count: only the latest messages are counted.'),
    more: z.boolean().describe('Earlier messages are counted but not listed.'),
    messages: z
      .array(
        z.strictObject({
          type: z.enum(TYPES),
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

const subscriptionPreviewExample: z.input<typeof SubscriptionPreviewAnswer> = {
  since: '2026-10-26T08:00:00.000Z',
  until: '2026-11-25T08:00:00.000Z',
  counts: { ...perType(0), 'event.recorded': 1, 'deadline.reminder': 1 },
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

function messageAnswerOf(message: PreviewedMessage, places: ReadonlyMap<string, DossierNames>) {
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

interface PreviewSettings {
  filter: Filter;
  mode: Mode;
  digestDay: Weekday;
  reminders: ReminderPreferences;
}

const DAY_MS = 86_400_000;
/** The first digest covers the time since the one before; with daylight saving, a day has up to 25 hours. */
const beforeDigestMs = (mode: Mode): number => (mode === 'immediate' ? 0 : DIGEST_DAYS[mode] * DAY_MS + 3_600_000);

@Injectable()
export class SubscriptionPreviews {
  constructor(
    private readonly pastChanges: PastChanges,
    private readonly past: PastReminders,
    private readonly events: EventStore<LedgerEvent>,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  async of(previewed: PreviewSettings, days: number) {
    const until = this.clock.now();
    const since = new Date(until.getTime() - days * DAY_MS);
    const changes = await this.#changes(previewed, since, until);
    const reminders = await this.#reminders(previewed, since, until);
    const messages = [...changes.messages, ...reminders.messages].sort((a, b) => b.at.getTime() - a.at.getTime());
    const shown = firstMessages(messages);
    const dossiers = shown.flatMap((one) =>
      'reminders' in one ? one.reminders.map(({ place }) => place.dossier) : [],
    );
    const places = await dossierNames(this.events, dossiers, dayIn(this.settings.JALON_TIMEZONE, until));
    return {
      since: since.toISOString(),
      until: until.toISOString(),
      ...countsOf(messages),
      complete: !changes.isCut && !reminders.isCut,
      more: shown.length < messages.length,
      messages: shown.map((one) => messageAnswerOf(one, places)),
    };
  }

  async #changes({ filter, mode, digestDay, reminders }: PreviewSettings, since: Date, until: Date) {
    const zone = this.settings.JALON_TIMEZONE;
    const first = new Date(since.getTime() - beforeDigestMs(mode));
    const within = { since: first, zone };
    const { changes, history, isCut } = await this.pastChanges.list(filter, within);
    const range = { zone: reminders.timeZone ?? zone, since, until };
    return {
      messages: [...messagesOfChanges(changes, { mode, weekday: digestDay }, range), ...summariesOf(history, since)],
      isCut,
    };
  }

  async #reminders({ filter, reminders: wishes }: PreviewSettings, from: Date, to: Date) {
    if (!filter.deadlines) return { messages: [], isCut: false };
    const recipient = {
      wishes,
      wants: ({ kind, confirmed, ...place }: ReminderSubject) => wantsDeadline(filter, { place, kind, confirmed }),
    };
    const { reminders, isCut } = await this.past.find({ recipient, within: { from, to }, places: filter });
    return { messages: messagesOfReminders(reminders), isCut };
  }
}

function countsOf(messages: readonly PreviewedMessage[]) {
  const counts = perType(0);
  const [eventTypes, deadlineKinds] = [new Map<string, number>(), new Map<string, number>()];
  for (const message of messages) {
    counts[message.type] += 1;
    if ('changes' in message) for (const { type } of message.changes) add(eventTypes, type);
    else for (const { deadline } of message.reminders) add(deadlineKinds, deadline.kind);
  }
  return { counts, eventTypes: Object.fromEntries(eventTypes), deadlineKinds: Object.fromEntries(deadlineKinds) };
}

const add = (counts: Map<string, number>, name: string): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1);
};

export type PreviewedMessage =
  | { type: (typeof ABOUT_CHANGES)[number]; at: Date; changes: Change[] }
  | { type: (typeof ABOUT_DEADLINES)[number]; at: Date; reminders: PastReminder[] };

interface PreviewRange {
  zone: string;
  since: Date;
  until: Date;
}

/** One message for each change or reading, or one for each digest. @param changes newest first, like the result */
export function messagesOfChanges(
  changes: readonly Change[],
  { mode, weekday }: { mode: Mode; weekday: Weekday },
  { zone, since, until }: PreviewRange,
): PreviewedMessage[] {
  const timed = changes.map((change) => ({ change, at: new Date(change.recordedAt) }));
  if (mode === 'immediate')
    return timed
      .filter(({ at }) => at >= since)
      .map(({ change, at }) => ({
        ...{ type: isReading(change) ? 'register.read' : 'event.recorded', at, changes: [change] },
      }));
  const digests = groupedByInstant(
    timed.map(({ change, at }) => [nextDigestTime({ mode, weekday }, zone, at), change] as const),
  );
  return digests
    .filter(({ at }) => at >= since && at <= until)
    .map(({ at, some }) => ({ type: 'changes.digest', at, changes: some.reverse() }));
}

/** One message for each import, when its last past event was recorded. */
const summariesOf = (history: ReadonlyMap<string, Change[]>, since: Date): PreviewedMessage[] =>
  [...history.values()]
    .map((changes) => ({
      ...{ type: 'import.summary' as const, at: new Date(changes[0]?.recordedAt ?? since) },
      changes: changes.toReversed(),
    }))
    .filter(({ at }) => at >= since);

function nextDigestTime(frequency: DigestFrequency, zone: string, at: Date): Date {
  return reminderHour(addDays(latestDigestTime(frequency, zone, at).day, DIGEST_DAYS[frequency.mode]), zone);
}

/** Reminders of the same instant are one message, up to the size of a digest. */
export const messagesOfReminders = (reminders: readonly PastReminder[]): PreviewedMessage[] =>
  groupedByInstant(reminders.map((reminder) => [reminder.fireAt, reminder] as const)).flatMap(({ at, some }) =>
    [...chunksOf(some, MOST_IN_DIGEST)].map((part): PreviewedMessage => {
      const type = part.length === 1 ? 'deadline.reminder' : 'deadline.digest';
      return { type, at, reminders: part };
    }),
  );

function groupedByInstant<T>(timed: readonly (readonly [Date, T])[]): { at: Date; some: T[] }[] {
  const groups = new Map<number, { at: Date; some: T[] }>();
  for (const [at, one] of timed) {
    const group = groups.get(at.getTime());
    if (group) group.some.push(one);
    else groups.set(at.getTime(), { at, some: [one] });
  }
  return [...groups.values()];
}

const MOST_SHOWN = 500;

/** The first messages up to `MOST_SHOWN` changes and reminders, at least one. */
export function firstMessages(messages: readonly PreviewedMessage[]): PreviewedMessage[] {
  let room = MOST_SHOWN;
  return messages.filter((message, nth) => {
    room -= sizeOf(message);
    return nth === 0 || room >= 0;
  });
}

const sizeOf = (message: PreviewedMessage): number =>
  ('changes' in message ? message.changes : message.reminders).length;

const days = wholeNumber({ minimum: 1, maximum: 366 }).default(30).describe('How many days to look back.');

const PreviewQuery = z.strictObject({ days });

const PreviewedSubscription = z
  .strictObject({
    channel: z.enum(['email', 'webhook']).default('email'),
    mode: z.enum(MODES).default('immediate'),
    digestDay: DigestDaySchema.default('monday').describe('day of weekly digests'),
    filter: FilterSchema.default({ changes: true, deadlines: true }),
    language: LanguageSchema.optional().describe('has no effect on the preview'),
    reminders: ReminderPreferencesSchema.prefault({}),
  })
  .refine(({ channel, mode }) => channel === 'email' || mode === 'immediate', {
    path: ['mode'],
    error: because('digest-without-mail'),
  })
  .meta({
    id: 'PreviewedSubscription',
    example: { channel: 'email', mode: 'daily', filter: { schemes: ['secnumcloud'], statusChange: true } },
  });

const description =
  'The messages that these settings would have caused over the last days, newest first: changes as recorded, reminders according to the reminder schedule and the current dates, as if none had been acknowledged or snoozed. Counts all of them, lists at most 500 changes and reminders. Nothing is sent.';

@ApiTags('subscriptions')
@Controller('v1/subscriptions')
export class SubscriptionPreviewsController {
  constructor(
    private readonly previews: SubscriptionPreviews,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  @Post('preview')
  @Route({
    summary: 'Preview the messages of a subscription',
    description,
    needs: 'record',
    answers: SubscriptionPreviewAnswer,
    example: subscriptionPreviewExample,
    problems: ['invalid-body', 'not-found'],
  })
  async previewSubscription(
    @Body({ schema: PreviewedSubscription }) asked: z.output<typeof PreviewedSubscription>,
    @Query({ schema: PreviewQuery }) { days: back }: z.output<typeof PreviewQuery>,
  ) {
    await assertFilter(asked.filter, { events: this.events, schemes: this.schemes });
    return new Answer(await this.previews.of(asked, back));
  }
}
