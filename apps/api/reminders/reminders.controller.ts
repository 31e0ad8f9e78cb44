import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { markIn, pageOf } from '#projections/page.js';
import { REMINDER_STATES } from '#database/tables/deadline.js';
import { AcknowledgeReminder } from '#deadlines/answers/acknowledge.js';
import { deadlines } from '#deadlines/plan/deadlines-projection.js';
import { ListReminders } from '#deadlines/queries/list-reminders.js';
import { SnoozeReminder } from '#deadlines/answers/snooze.js';
import { DaySchema } from '#domain/date/day.js';
import { Name } from '#domain/text/text.js';
import { ProviderIds } from '#providers/provider-ids.js';
import { GetSubscription } from '#subscriptions/list-subscriptions.js';
import type { Reach } from '#delivery/recipient.js';
import { reminderColumns } from '../csv/event-columns.js';
import { BoardReading } from '../http/board-reading.js';
import { KnownSchemes } from '../http/known-schemes.js';
import { listAnswer } from '../http/list-answer.js';
import { onlyScheme, page, seen } from '../http/query-fields.js';
import { Write, type WriteRequest } from '../http/write-request.js';
import { Route } from '../openapi/route.js';
import { Reaching } from '../subscriptions/reach.js';
import { IdInPath } from '../subscriptions/subscription-paths.js';
import { ReminderAnswer, reminderAnswerOf, reminderExample } from './reminder-answer.js';

const RemindersQuery = z.strictObject({
  subscription: z.guid().toLowerCase().optional().describe('The id of one.'),
  dossier: z.guid().toLowerCase().optional().describe('The id of one.'),
  provider: Name.optional().describe("A provider's id or slug: what it holds today."),
  scheme: onlyScheme,
  deadline: Name.optional().describe(
    'The key of one: its whole ladder, with the rungs too far ahead to be planned yet and those that came too early.',
  ),
  state: z.enum(REMINDER_STATES).optional(),
  from: DaySchema.optional().describe('The first day on which they are sent.'),
  to: DaySchema.optional().describe('The last one.'),
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
  ) {}

  @Get(['reminders', 'reminders.csv'])
  @Route({
    summary: 'Reminders in the order of their instants, and why each is sent, or not',
    description:
      'Those to subscriptions made with this key; with an admin key, to everybody’s. Reminders are planned five weeks ahead: ask for one `deadline` to see all of its ladder.',
    needs: 'record',
    answers: z.strictObject({ items: z.array(ReminderAnswer) }).meta({ id: 'Reminders' }),
    example: { items: [reminderExample] },
    csv: {
      name: 'reminders',
      rows: 'Reminders in the order of their instants',
      columns: reminderColumns,
      pinned: 'nothing',
    },
    problems: ['unknown-subscription', 'unknown-provider', 'unknown-scheme', 'no-such-deadline', 'not-seen-yet'],
  })
  async listReminders(
    @Query({ schema: RemindersQuery }) query: z.output<typeof RemindersQuery>,
    @Reaching() reach: Reach,
  ) {
    const position = await this.board.position(query.seen, deadlines);
    const { limit, cursor, provider, subscription, ...filter } = query;
    await this.schemes.assert(filter.scheme, undefined);
    if (subscription !== undefined) await this.queries.execute(new GetSubscription(subscription, reach));
    const [fireAt, id] = cursor === undefined ? [] : markIn(cursor);
    const after = fireAt === undefined ? {} : { after: { fireAt: new Date(fireAt), id: String(id) } };
    const found = await this.queries.execute(
      new ListReminders(
        {
          ...filter,
          subscription,
          provider: provider === undefined ? undefined : await this.providers.of(provider, 'provider'),
          owner: ownerOf(reach),
        },
        { limit: limit + 1, ...after },
      ),
    );
    const items = pageOf(
      found,
      limit,
      ({ cursor }) => [cursor.fireAt.toISOString(), cursor.id],
      ({ reminder }) => reminderAnswerOf(reminder),
    );
    return listAnswer(items, position);
  }

  @Post('reminders/:id/acknowledge')
  @HttpCode(200)
  @Route({
    summary: 'Acknowledge a reminder that was sent',
    description:
      'Somebody sees to it: no more reminders of a deadline that is overdue, and nothing to those who would be told for want of an answer. Reminders that come before the day still come. Doing it again answers the same and changes nothing, so it needs no Idempotency-Key.',
    needs: 'record',
    answers: ReminderAnswer,
    example: {
      ...answeredExample,
      acknowledgedAt: '2026-11-27T08:20:00.000Z',
      acknowledgedBy: 'key:1 officer',
    },
    problems: ['unknown-reminder', 'reminder-not-sent', 'reminder-over'],
  })
  async acknowledgeReminder(
    @Param('id', { schema: IdInPath }) id: string,
    @Reaching() reach: Reach,
    @Write() { context: { actor } }: WriteRequest,
  ) {
    const answerer = { owner: ownerOf(reach), by: actor };
    return reminderAnswerOf(await this.commands.execute(new AcknowledgeReminder(id, answerer)));
  }

  @Post('reminders/:id/snooze')
  @HttpCode(200)
  @Route({
    summary: 'Put off the reminders of a deadline to a day',
    description:
      'To its subscription, nothing is sent of this deadline before that day, and one reminder on it, at nine o’clock, be it a Sunday. The day is after today and not after the last day of the deadline. It is no acknowledgement. The same day again changes nothing, so it needs no Idempotency-Key; another day takes its place.',
    needs: 'record',
    answers: ReminderAnswer,
    example: { ...answeredExample, snoozedUntil: '2026-12-07' },
    problems: ['invalid-body', 'unknown-reminder', 'reminder-over', 'snooze-out-of-range', 'subscription-unfit'],
  })
  async snoozeReminder(
    @Param('id', { schema: IdInPath }) id: string,
    @Body({ schema: SnoozeBody }) { until }: z.output<typeof SnoozeBody>,
    @Reaching() reach: Reach,
    @Write() { context: { actor } }: WriteRequest,
  ) {
    const answerer = { owner: ownerOf(reach), by: actor };
    return reminderAnswerOf(await this.commands.execute(new SnoozeReminder(id, until, answerer)));
  }
}

const ownerOf = (reach: Reach): string | undefined => (reach === 'all' ? undefined : reach.maker);
