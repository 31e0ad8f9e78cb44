import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { decodeCursor, pageOf } from '#projections/page.js';
import { REMINDER_STATES } from '#database/tables/deadline.js';
import { type ApiSettings, SETTINGS } from '../settings.js';
import { AcknowledgeReminder } from '#deadlines/answers/acknowledge.js';
import { deadlines } from '#deadlines/plan/deadlines-projection.js';
import { ListReminders } from '#deadlines/queries/list-reminders.js';
import { SnoozeReminder } from '#deadlines/answers/snooze.js';
import { DaySchema } from '#domain/date/day.js';
import { Name } from '#domain/text/text.js';
import { ProviderIds } from '#providers/provider-ids.js';
import { GetSubscription } from '#subscriptions/list-subscriptions.js';
import type { SubscriptionScope } from '#delivery/recipient.js';
import { reminderColumns } from '../csv/event-columns.js';
import { BoardReading, KnownSchemes } from '../http/reading.js';
import { listAnswer } from '../http/answer.js';
import { onlyScheme, page, seen } from '../http/query-fields.js';
import type { Language } from '#language/language.js';
import { RequestLanguage } from '../problem/problem.filter.js';
import { Write, type WriteRequest } from '../ledger/write-request.js';
import { Route } from '../openapi/route.js';
import { ownerOf, IdInPath, CallerScope } from '../auth/caller-scope.js';
import { ReminderAnswer, reminderAnswerOf, reminderExample } from './reminder-answer.js';

const RemindersQuery = z.strictObject({
  subscription: z.guid().toLowerCase().optional().describe('Id of a subscription.'),
  dossier: z.guid().toLowerCase().optional().describe('Id of a dossier.'),
  provider: Name.optional().describe('Id or slug of the current holder.'),
  scheme: onlyScheme,
  deadline: Name.optional().describe(
    'Key of a deadline: lists its full reminder schedule, including steps that are not planned yet or were due before the confirmation.',
  ),
  state: z.enum(REMINDER_STATES).optional(),
  from: DaySchema.optional().describe('First day of sending.'),
  to: DaySchema.optional().describe('Last day of sending.'),
  ...page('instant', 'uuid'),
  ...seen,
});

const SnoozeBody = z
  .strictObject({ until: DaySchema })
  .meta({ id: 'SnoozeReminder', examples: [{ until: '2026-12-07' }] });

const answeredExample = { ...reminderExample, state: 'sent' as const };

@ApiTags('reminders')
@Controller('v1')
export class RemindersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly providers: ProviderIds,
    private readonly schemes: KnownSchemes,
    private readonly board: BoardReading,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  readonly #reader = (language: Language) => ({ language, keepsMails: this.settings.SMTP_URL === undefined });

  @Get(['reminders', 'reminders.csv'])
  @Route({
    summary: 'List reminders in order of time, with reasons',
    description:
      'Reminders of subscriptions created with this key; of all subscriptions with an admin key. Reminders are planned five weeks ahead; filter by `deadline` to list a full schedule.',
    needs: 'record',
    etag: 'content',
    answers: z.strictObject({ items: z.array(ReminderAnswer) }).meta({ id: 'Reminders' }),
    example: { items: [reminderExample] },
    csv: {
      name: 'reminders',
      rows: 'reminders in order of time',
      columns: reminderColumns,
      pinned: 'nothing',
    },
    problems: [
      'unknown-subscription',
      'unknown-provider',
      'unknown-scheme',
      'no-such-deadline',
      'ledger-reset',
      'not-seen-yet',
    ],
  })
  async listReminders(
    @Query({ schema: RemindersQuery }) query: z.output<typeof RemindersQuery>,
    @CallerScope() scope: SubscriptionScope,
    @RequestLanguage() language: Language,
  ) {
    const position = await this.board.position(query.seen, deadlines);
    const { limit, cursor, provider, subscription, ...filter } = query;
    await this.schemes.assert(filter.scheme, undefined);
    if (subscription !== undefined) await this.queries.execute(new GetSubscription(subscription, scope));
    const [fireAt, id] = cursor === undefined ? [] : decodeCursor(cursor);
    const after = fireAt === undefined ? {} : { after: { fireAt: new Date(fireAt), id: String(id) } };
    const found = await this.queries.execute(
      new ListReminders(
        {
          ...filter,
          subscription,
          provider: await this.providers.ofFilter(provider),
          owner: ownerOf(scope),
        },
        { limit: limit + 1, ...after },
      ),
    );
    const items = pageOf(
      found,
      limit,
      ({ cursor }) => [cursor.fireAt.toISOString(), cursor.id],
      ({ reminder }) => reminderAnswerOf(reminder, this.#reader(language)),
    );
    return listAnswer(items, position);
  }

  @Post('reminders/:id/acknowledge')
  @HttpCode(200)
  @Route({
    summary: 'Acknowledge a reminder',
    description:
      'Confirms that someone is handling the deadline: overdue reminders and escalations stop. A reminder that was not sent yet is then not sent; later ones before the due date are. Idempotent; needs no Idempotency-Key.',
    needs: 'record',
    body: 'none',
    answers: ReminderAnswer,
    example: {
      ...answeredExample,
      acknowledgedAt: '2026-11-27T08:20:00.000Z',
      acknowledgedBy: 'key:5f0c2a9be771',
    },
    problems: ['unknown-reminder', 'reminder-not-sent', 'reminder-over'],
  })
  async acknowledgeReminder(
    @Param('id', { schema: IdInPath }) id: string,
    @CallerScope() scope: SubscriptionScope,
    @RequestLanguage() language: Language,
    @Write() { context: { actor } }: WriteRequest,
  ) {
    const answerer = { owner: ownerOf(scope), by: actor };
    return reminderAnswerOf(await this.commands.execute(new AcknowledgeReminder(id, answerer)), this.#reader(language));
  }

  @Post('reminders/:id/snooze')
  @HttpCode(200)
  @Route({
    summary: 'Snooze the reminders of a deadline',
    description:
      'The subscription receives no reminder of this deadline before the given day, and one on that day at 9:00, even on a weekend. The day must be after today and no later than the last day of the deadline. A snooze is not an acknowledgement. Idempotent; needs no Idempotency-Key. A later request replaces the day.',
    needs: 'record',
    answers: ReminderAnswer,
    example: { ...answeredExample, snoozedUntil: '2026-12-07' },
    problems: ['invalid-body', 'unknown-reminder', 'reminder-over', 'snooze-out-of-range', 'subscription-unfit'],
  })
  async snoozeReminder(
    @Param('id', { schema: IdInPath }) id: string,
    @Body({ schema: SnoozeBody }) { until }: z.output<typeof SnoozeBody>,
    @CallerScope() scope: SubscriptionScope,
    @RequestLanguage() language: Language,
    @Write() { context: { actor } }: WriteRequest,
  ) {
    const answerer = { owner: ownerOf(scope), by: actor };
    return reminderAnswerOf(
      await this.commands.execute(new SnoozeReminder(id, until, answerer)),
      this.#reader(language),
    );
  }
}
