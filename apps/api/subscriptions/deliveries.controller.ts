import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  DELIVERY_STATES,
  deliveryFilterOf,
  GetDelivery,
  isRange,
  ListDeliveries,
  NOT_A_RANGE,
  plannedRange,
} from '#delivery/delivery-log.js';
import { ListKeptMails } from '#delivery/mail/kept-mails.js';
import type { SubscriptionScope } from '#delivery/recipient.js';
import { SendTest, TestSchema } from '#delivery/send-test.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { MESSAGE_TYPES } from '#notifications/message.js';
import { decodeCursor, pageOf } from '#projections/page.js';
import { listAnswer } from '../http/answer.js';
import { page } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';
import {
  DeliveriesAnswer,
  deliveryAnswerOf,
  PlannedAnswer,
  WholeDeliveryAnswer,
  wholeDeliveryAnswerOf,
  wholeExample,
} from './delivery-answer.js';
import { IdInPath, CallerScope } from '../auth/caller-scope.js';

const DeliveriesQuery = z
  .strictObject({
    state: z.enum(DELIVERY_STATES).optional(),
    type: z.enum(MESSAGE_TYPES).optional().describe('Message type.'),
    ...plannedRange,
    ...page('number'),
  })
  .refine(isRange, NOT_A_RANGE);

const TestBody = TestSchema.nullish().meta({ example: { type: 'event.recorded' } });

@ApiTags('subscriptions')
@Controller('v1/subscriptions/:id')
export class DeliveriesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  @Get('deliveries')
  @Route({
    summary: 'List the deliveries of a subscription, newest first',
    description: 'Messages that are planned, sent, held or failed, without their content.',
    needs: 'record',
    etag: 'content',
    answers: DeliveriesAnswer,
    problems: ['not-found'],
  })
  async listDeliveries(
    @Param('id', { schema: IdInPath }) id: string,
    @Query({ schema: DeliveriesQuery }) { limit, cursor, ...query }: z.output<typeof DeliveriesQuery>,
    @CallerScope() scope: SubscriptionScope,
  ) {
    const before = cursor === undefined ? {} : { before: Number(decodeCursor(cursor)[0]) };
    const found = await this.queries.execute(
      new ListDeliveries(id, scope, { limit: limit + 1, ...before }, deliveryFilterOf(query)),
    );
    const items = pageOf(found, limit, ({ ordinal }) => [ordinal], deliveryAnswerOf);
    return listAnswer(items, await this.events.head());
  }

  @Get('deliveries/:delivery')
  @Route({
    summary: 'Get a delivery with its message and attempts',
    description: 'With the content of the message, and time and result of every attempt.',
    needs: 'record',
    answers: WholeDeliveryAnswer,
    example: wholeExample,
    problems: ['not-found'],
  })
  async getDelivery(
    @Param('id', { schema: IdInPath }) id: string,
    @Param('delivery', { schema: IdInPath }) delivery: string,
    @CallerScope() scope: SubscriptionScope,
  ) {
    return wholeDeliveryAnswerOf(await this.queries.execute(new GetDelivery(id, delivery, scope)));
  }

  @Post('test')
  @HttpCode(202)
  @Route({
    summary: 'Send a test message',
    description:
      'It is sent at once, even while the endpoint is paused, and then delivered like any other message; see the deliveries for the result. `type` chooses the type of the message, with sample data and the header `jalon-test: true`. The body is optional.',
    needs: 'record',
    status: 202,
    answers: PlannedAnswer,
    problems: ['invalid-body', 'not-found', 'subscription-unfit'],
  })
  sendTestMessage(
    @Param('id', { schema: IdInPath }) id: string,
    @Body({ schema: TestBody }) test: z.output<typeof TestBody>,
    @CallerScope() scope: SubscriptionScope,
  ) {
    return this.commands.execute(new SendTest(id, scope, { type: test?.type }));
  }
}

const ListQuery = z.strictObject(page('instant', 'uuid'));

const MailAnswer = z
  .object({
    delivery: z.uuid(),
    recipient: z.string(),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    headers: z.record(z.string(), z.string()),
    at: z.date(),
  })
  .meta({ id: 'KeptMail' });

const mailExample: z.input<typeof MailAnswer> = {
  delivery: '3b1e9f52-6f0d-4b8e-9a77-0c5d2e4f6a81',
  recipient: 'officer@example.org',
  subject: 'Bleu: J1 reached',
  text: 'Bleu reached J1 on 17 November 2025.',
  html: '<p>Bleu reached J1 on 17 November 2025.</p>',
  headers: {},
  at: new Date('2026-11-25T08:10:01.000Z'),
};

@ApiTags('subscriptions')
@Controller('v1/admin/mails')
export class MailsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  @Get()
  @Route({
    summary: 'List unsent mail, newest first',
    description:
      'Mail is stored instead of sent while no SMTP server is configured. Requires an admin key: the mail contains the confirmation links of all subscriptions.',
    needs: 'admin',
    etag: 'content',
    answers: z.strictObject({ items: z.array(MailAnswer) }).meta({ id: 'KeptMails' }),
    example: { items: [mailExample] },
  })
  async listMails(@Query({ schema: ListQuery }) { limit, cursor }: z.output<typeof ListQuery>) {
    const [at, delivery] = cursor === undefined ? [] : decodeCursor(cursor);
    const before = at === undefined ? {} : { before: { at: new Date(at), delivery: String(delivery) } };
    const found = await this.queries.execute(new ListKeptMails({ limit: limit + 1, ...before }));
    const items = pageOf(
      found,
      limit,
      (mail) => [mail.at.toISOString(), mail.delivery],
      (mail) => mail,
    );
    return listAnswer(items, await this.events.head());
  }
}
