import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { DELIVERY_STATES, deliveryFilterOf, isRange, NOT_A_RANGE, plannedRange } from '#delivery/delivery-filter.js';
import { GetDelivery, ListDeliveries } from '#delivery/delivery-log.js';
import { ListKeptMails } from '#delivery/mail/kept-mails.js';
import type { SubscriptionScope } from '#delivery/recipient.js';
import { Redeliver, RedeliverMany, type Redelivery, RedeliverySchema } from '#delivery/redeliver.js';
import { SendTest, TestSchema } from '#delivery/send-test.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { MESSAGE_TYPES } from '#notifications/message.js';
import { decodeCursor, pageOf } from '#projections/page.js';
import { Recover, type RecoveryAsked, RecoverySchema } from '#subscriptions/recover.js';
import { listAnswer } from '../http/answer.js';
import { page } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';
import {
  DeliveriesAnswer,
  deliveryAnswerOf,
  PlannedAnswer,
  RecoveringAnswer,
  RedeliveredAnswer,
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

const RedeliveryBody = RedeliverySchema.nullish().meta({ example: { state: 'failed', since: '2026-11-24T00:00:00Z' } });

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
    problems: ['unknown-subscription'],
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
    problems: ['unknown-subscription', 'unknown-delivery'],
  })
  async getDelivery(
    @Param('id', { schema: IdInPath }) id: string,
    @Param('delivery', { schema: IdInPath }) delivery: string,
    @CallerScope() scope: SubscriptionScope,
  ) {
    return wholeDeliveryAnswerOf(await this.queries.execute(new GetDelivery(id, delivery, scope)));
  }

  @Post('deliveries/redeliver')
  @HttpCode(202)
  @Route({
    summary: 'Resend several deliveries',
    description:
      'Resends failed deliveries, or those that the body selects: at most 10,000 at a time, each message once, with its original `webhook-id`. Messages that are already being resent, or were delivered since they failed, are skipped. The body is optional.',
    needs: 'record',
    status: 202,
    answers: RedeliveredAnswer,
    problems: ['invalid-body', 'unknown-subscription', 'subscription-unfit'],
  })
  redeliverFailed(
    @Param('id', { schema: IdInPath }) id: string,
    @Body({ schema: RedeliveryBody }) which: Redelivery | null | undefined,
    @CallerScope() scope: SubscriptionScope,
  ) {
    return this.commands.execute(new RedeliverMany(id, which ?? { state: 'failed' }, scope));
  }

  @Post('deliveries/:delivery/redeliver')
  @HttpCode(202)
  @Route({
    summary: 'Resend a delivery',
    description: 'Adds a delivery of the same message with the same `webhook-id`.',
    needs: 'record',
    body: 'none',
    status: 202,
    answers: PlannedAnswer,
    problems: ['unknown-subscription', 'unknown-delivery', 'subscription-unfit'],
  })
  redeliverMessage(
    @Param('id', { schema: IdInPath }) id: string,
    @Param('delivery', { schema: IdInPath }) delivery: string,
    @CallerScope() scope: SubscriptionScope,
  ) {
    return this.commands.execute(new Redeliver(id, delivery, scope));
  }

  @Post('recover')
  @HttpCode(202)
  @Route({
    summary: 'Recover what a subscription missed',
    description:
      'For an endpoint that works again: retries what waits, sends again what failed since an instant or a position and, with `missing`, what matches the filter and was never planned. A worker plans the messages in the order of their events; `recovery` in `GET /v1/subscriptions/{id}` shows its progress. Messages that were delivered are not sent again, so the request can be repeated.',
    needs: 'record',
    status: 202,
    answers: RecoveringAnswer,
    problems: ['invalid-body', 'unknown-subscription', 'subscription-unfit', 'since-out-of-range'],
  })
  recoverSubscription(
    @Param('id', { schema: IdInPath }) id: string,
    @Body({ schema: RecoverySchema }) asked: RecoveryAsked,
    @CallerScope() scope: SubscriptionScope,
  ) {
    return this.commands.execute(new Recover(id, asked, scope));
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
    problems: ['invalid-body', 'unknown-subscription', 'subscription-unfit'],
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
@Controller('v1/mails')
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
