import { Controller, Get, Query, Body, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Subscriptions } from '#subscriptions/subscriptions.js';
import { REMINDER_STATES } from '#database/tables/deadline.js';
import { AnsweringReminders } from '#deadlines/answers.js';
import { planningCheckpoint } from '#deadlines/plan/plan-dossiers.js';
import { ReminderList } from '#deadlines/queries/list-reminders.js';
import type { SubscriptionScope } from '#subscriptions/sending/attempt.js';
import { DaySchema } from '#domain/date/day.js';
import { DeadlineLists, ListedDeadline } from '#projections/list-deadlines.js';
import { DEADLINE_KINDS, DEADLINE_STATES } from '#domain/deadline/deadline.js';
import { Name } from '#domain/text/text.js';
import { because } from '#domain/validation.js';
import type { Language } from '#language/language.js';
import { decodeCursor, pageOf } from '#projections/page.js';
import type { Look } from '#event-store/ledger-head.js';
import { ProviderIds } from '#dossiers/provider-names.js';
import { describeReminder, ReminderView } from '#deadlines/queries/reminders.js';
import { type Column, fields, placeColumns, List } from '../csv/csv.js';
import { listAnswer } from '../http/answer.js';
import { about, page, seen, viewpoint } from '../http/query-fields.js';
import { ListPosition, KnownSchemes, Viewpoints } from '../http/reading.js';
import { Write, type WriteRequest } from '../ledger/write-request.js';
import { Route } from '../openapi/route.js';
import { RequestLanguage } from '../problem/problem.filter.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { CallerScope, Id, ownerOf, RequestLook } from '../auth/caller.js';
import { dossierExample } from '../ledger/dossier-answer.js';

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
function reminderAnswerOf(
  view: ReminderView,
  reader: { language: Language; keepsMails: boolean },
): z.infer<typeof ReminderAnswer> {
  const { isKept: _, ...shown } = view;
  return { ...shown, why: describeReminder(view, reader) };
}

type Reminder = ReturnType<typeof reminderAnswerOf>;

const reminderColumns: readonly Column<Reminder>[] = [
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

const MOST_DAYS = 3650;

const within = z
  .string()
  .refine((text) => /^\d{1,4}$/.test(text) && Number(text) <= MOST_DAYS, {
    error: because('days-ahead'),
    params: { maximum: MOST_DAYS },
  })
  .meta({ type: 'integer', minimum: 0, maximum: MOST_DAYS })
  .transform(Number)
  .default(180);

export const DeadlinesQuery = z.strictObject({
  state: z.enum(DEADLINE_STATES).default('open').describe('`missed`: overdue deadlines.'),
  within: within.describe('How many days ahead open deadlines are listed.'),
  schemes: about.schemes,
  providers: about.providers,
  kind: z.enum(DEADLINE_KINDS).optional(),
  ...viewpoint,
  ...page('string', 'number', 'string', 'string'),
  ...seen,
});
export type DeadlinesQuery = z.output<typeof DeadlinesQuery>;

const deadlineColumns: readonly Column<ListedDeadline>[] = [
  ...fields('key', 'kind', 'due', 'opens', 'lapses', 'state'),
  { name: 'days_left', description: 'negative after the deadline', of: (deadline) => deadline.daysLeft },
  ...fields('title'),
  ...placeColumns<ListedDeadline>(({ dossier }) => dossier),
  { name: 'scheme', of: ({ dossier }) => dossier.scheme },
  { name: 'referential', description: 'version of the standard', of: (deadline) => deadline.referential },
  { name: 'dossier', description: 'id', of: ({ dossier }) => dossier.id },
  { name: 'depends_on', description: 'dossier whose grant ends', of: (deadline) => deadline.dependsOn },
  { name: 'event', description: 'id of the event that sets it', of: (deadline) => deadline.event },
  {
    name: 'confirmed',
    description: 'by the authority, or set by an officer',
    of: (deadline) => deadline.confirmed,
  },
];

@ApiTags('deadlines')
@Controller('v1')
export class DeadlinesController {
  constructor(
    private readonly deadlines: DeadlineLists,
    private readonly providers: ProviderIds,
    private readonly schemes: KnownSchemes,
    private readonly viewpoints: Viewpoints,
    private readonly lists: ListPosition,
  ) {}

  @Get('deadlines')
  @Route({
    summary: 'List deadlines, soonest first',
    description:
      'Open deadlines of the next 180 days by default, and late ones that can still be met; deadlines in other states regardless of age.',
    needs: 'public-read',
    lists: ['Deadlines', DeadlineAnswer, deadlineExample],
    kept: true,
    csv: { name: 'deadlines', columns: deadlineColumns },
    problems: ['not-found', 'ledger-reset', 'not-seen-yet'],
  })
  listDeadlines(@Query({ schema: DeadlinesQuery }) query: DeadlinesQuery, @RequestLook() look: Look) {
    return new List(query, (asked) => this.#page(asked, look));
  }

  async #page(query: DeadlinesQuery, look: Look) {
    const position = await this.lists.position(look, query.seen);
    const viewpoint = this.viewpoints.day(query);
    await this.schemes.assert(query.schemes, viewpoint.knownAt, look);
    const providers = await this.providers.ofFilter(query.providers);
    const found = await this.deadlines.page({ ...query, providers, ...viewpoint });
    return listAnswer(found, position);
  }
}

const RemindersQuery = z.strictObject({
  subscription: z.guid().toLowerCase().optional().describe('Id of a subscription.'),
  ...about,
  providers: about.providers.describe('Current holders by slug or id.'),
  deadline: Name.optional().describe(
    'Key of a deadline: lists its full reminder schedule, including steps that are not planned yet or were due before the confirmation.',
  ),
  state: z.enum(REMINDER_STATES).optional(),
  from: DaySchema.optional().describe('First day of sending.'),
  to: DaySchema.optional().describe('Last day of sending.'),
  ...page('instant', 'uuid'),
  ...seen,
});
type RemindersQuery = z.output<typeof RemindersQuery>;

const AnswerBody = z
  .discriminatedUnion('answer', [
    z.strictObject({ answer: z.literal('acknowledge') }),
    z.strictObject({ answer: z.literal('snooze'), until: DaySchema }),
  ])
  .meta({ id: 'ReminderReply', example: { answer: 'snooze', until: '2026-12-07' } });

@ApiTags('reminders')
@Controller('v1')
export class RemindersController {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly answers: AnsweringReminders,
    private readonly reminders: ReminderList,
    private readonly providers: ProviderIds,
    private readonly schemes: KnownSchemes,
    private readonly lists: ListPosition,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  readonly #reader = (language: Language) => ({ language, keepsMails: this.settings.SMTP_URL === undefined });

  @Get('reminders')
  @Route({
    summary: 'List reminders in order of time, with reasons',
    description:
      'Reminders of subscriptions created with this key; of all subscriptions with an admin key. Reminders are planned five weeks ahead; filter by `deadline` to list a full schedule.',
    needs: 'record',
    lists: ['Reminders', ReminderAnswer, reminderExample],
    csv: { name: 'reminders', columns: reminderColumns, pinned: 'nothing' },
    problems: ['not-found', 'ledger-reset', 'not-seen-yet'],
  })
  listReminders(
    @Query({ schema: RemindersQuery }) query: RemindersQuery,
    @CallerScope() scope: SubscriptionScope,
    @RequestLanguage() language: Language,
    @RequestLook() look: Look,
  ) {
    return new List(query, (asked) => this.#page(asked, { scope, language, look }));
  }

  async #page(
    query: RemindersQuery,
    { scope, language, look }: { scope: SubscriptionScope; language: Language; look: Look },
  ) {
    const position = await this.lists.position(look, query.seen, [planningCheckpoint]);
    const { limit, cursor, subscription, ...filter } = query;
    await this.schemes.assert(filter.schemes, undefined, look);
    if (subscription !== undefined) await this.subscriptions.get(subscription, scope);
    const [fireAt, id] = cursor === undefined ? [] : decodeCursor(cursor);
    const after = fireAt === undefined ? {} : { after: { fireAt: new Date(fireAt), id: String(id) } };
    const found = await this.reminders.page(
      { ...filter, subscription, providers: await this.providers.ofFilter(filter.providers), owner: ownerOf(scope) },
      { limit: limit + 1, ...after },
    );
    const items = pageOf(
      found,
      limit,
      ({ cursor }) => [cursor.fireAt.toISOString(), cursor.id],
      ({ reminder }) => reminderAnswerOf(reminder, this.#reader(language)),
    );
    return listAnswer(items, position);
  }

  @Post('reminders/:id/answer')
  @Route({
    summary: 'Acknowledge a reminder, or snooze the reminders of its deadline',
    description: [
      '`acknowledge` confirms that someone is handling the deadline: overdue reminders and escalations stop. A reminder that was not sent yet is then not sent; later ones before the due date are.',
      '`snooze`: the subscription receives no reminder of this deadline before the given day, and one on that day at 9:00, even on a weekend. The day must be after today and no later than the last day of the deadline. A snooze is not an acknowledgement; a later one replaces the day.',
      'Idempotent; needs no Idempotency-Key.',
    ].join('\n\n'),
    needs: 'record',
    answers: ReminderAnswer,
    example: { ...reminderExample, state: 'sent' as const, snoozedUntil: '2026-12-07' },
    problems: [
      ...(['invalid-body', 'not-found', 'reminder-not-sent', 'reminder-over'] as const),
      ...(['snooze-out-of-range', 'subscription-unfit'] as const),
    ],
  })
  async answerReminder(
    @Id() id: string,
    @Body({ schema: AnswerBody }) body: z.output<typeof AnswerBody>,
    @CallerScope() scope: SubscriptionScope,
    @RequestLanguage() language: Language,
    @Write() { context: { actor } }: WriteRequest,
  ) {
    const answerer = { owner: ownerOf(scope), by: actor };
    const answered =
      body.answer === 'acknowledge'
        ? await this.answers.acknowledge(id, answerer)
        : await this.answers.snooze(id, body.until, answerer);
    return reminderAnswerOf(answered, this.#reader(language));
  }
}
