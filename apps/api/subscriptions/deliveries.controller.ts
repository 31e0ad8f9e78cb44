import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { KeptMails } from '#subscriptions/sending/mail/email-sender.js';
import {
  DeliveryLog,
  AttemptView,
  DeliveryView,
  type DeliveryWithLog,
  DELIVERY_STATES,
  deliveryFilterOf,
  isRange,
  NOT_A_RANGE,
  plannedRange,
} from '#subscriptions/sending/delivery-log.js';
import { Subscriptions } from '#subscriptions/subscriptions.js';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { SubscriptionScope } from '#subscriptions/sending/attempt.js';
import { TestSchema } from '#subscriptions/messages/webhook/payload.js';
import { MESSAGE_TYPES } from '#subscriptions/messages/message.js';
import { decodeCursor, pageOf } from '#projections/page.js';
import { IdInPath, CallerScope } from '../auth/caller.js';
import { listAnswer } from '../http/answer.js';
import { page } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';

const DeliveryAnswer = DeliveryView.extend({
  lastErrorCode: z
    .string()
    .nullable()
    .describe('Stable; `null` for deliveries that failed before codes were introduced.'),
}).meta({ id: 'Delivery' });

const AttemptAnswer = AttemptView.extend({ errorCode: z.string().nullable() }).meta({ id: 'DeliveryAttempt' });

const WholeDeliveryAnswer = DeliveryAnswer.extend({
  message: z
    .object({ type: z.enum(MESSAGE_TYPES), timestamp: z.string(), data: z.record(z.string(), z.unknown()) })
    .describe(
      'Content as of planning. The challenge of a verification and the answer link of a reminder are added when the message is sent.',
    ),
  log: z.array(AttemptAnswer).describe('Completed attempts, oldest first.'),
}).meta({ id: 'DeliveryWithLog' });

const example: z.input<typeof DeliveryAnswer> = {
  id: '3b1e9f52-6f0d-4b8e-9a77-0c5d2e4f6a81',
  cause: 'test:7c0f6a1e-5b0d-4f51-9a35-1d8f3a0e7b12',
  messageId: '1d2c3b4a-5e6f-5a7b-8c9d-0e1f2a3b4c5d',
  type: 'subscription.test',
  state: 'sent',
  attempts: 1,
  nextAttemptAt: null,
  responseCode: 200,
  lastError: null,
  lastErrorCode: null,
  createdAt: new Date('2026-11-25T08:10:00.000Z'),
  sentAt: new Date('2026-11-25T08:10:01.000Z'),
};

const wholeExample: z.input<typeof WholeDeliveryAnswer> = {
  ...example,
  message: {
    type: 'subscription.test',
    timestamp: '2026-11-25T08:10:00.000Z',
    data: { subscription: '5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11' },
  },
  log: [
    {
      number: 1,
      at: new Date('2026-11-25T08:10:00.950Z'),
      tookMs: 48,
      result: 'delivered',
      code: 200,
      error: null,
      errorCode: null,
      headers: { 'content-type': 'application/json' },
      body: '{"ok":true}',
    },
  ],
};

const PlannedAnswer = z
  .strictObject({ delivery: z.uuid().describe('Id of the new delivery.') })
  .meta({ id: 'PlannedDelivery', examples: [{ delivery: example.id }] });

const deliveryAnswerOf = ({
  ordinal: _,
  message: __,
  isKept: ___,
  isAgain: ____,
  lastReason,
  ...view
}: DeliveryView) => ({
  ...view,
  lastErrorCode: lastReason?.code ?? null,
});

const wholeDeliveryAnswerOf = ({ log, ...view }: DeliveryWithLog) => ({
  ...deliveryAnswerOf(view),
  message: view.message,
  log: log.map(({ reason, ...one }) => ({ ...one, errorCode: reason?.code ?? null })),
});

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
    private readonly log: DeliveryLog,
    private readonly subscriptions: Subscriptions,
  ) {}

  @Get('deliveries')
  @Route({
    summary: 'List the deliveries of a subscription, newest first',
    description: 'Messages that are planned, sent, held or failed, without their content.',
    needs: 'record',
    lists: ['Deliveries', DeliveryAnswer, example],
    problems: ['not-found'],
  })
  async listDeliveries(
    @Param('id', { schema: IdInPath }) id: string,
    @Query({ schema: DeliveriesQuery }) { limit, cursor, ...query }: z.output<typeof DeliveriesQuery>,
    @CallerScope() scope: SubscriptionScope,
  ) {
    const before = cursor === undefined ? {} : { before: Number(decodeCursor(cursor)[0]) };
    const found = await this.log.list(id, scope, { limit: limit + 1, ...before }, deliveryFilterOf(query));
    return listAnswer(pageOf(found, limit, ({ ordinal }) => [ordinal], deliveryAnswerOf));
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
    return wholeDeliveryAnswerOf(await this.log.get(id, delivery, scope));
  }

  @Post('test')
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
    return this.subscriptions.sendTest(id, scope, { type: test?.type });
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
  constructor(private readonly keptMails: KeptMails) {}

  @Get()
  @Route({
    summary: 'List unsent mail, newest first',
    description:
      'Mail is stored instead of sent while no SMTP server is configured. Requires an admin key: the mail contains the confirmation links of all subscriptions.',
    needs: 'admin',
    lists: ['KeptMails', MailAnswer, mailExample],
  })
  async listMails(@Query({ schema: ListQuery }) { limit, cursor }: z.output<typeof ListQuery>) {
    const [at, delivery] = cursor === undefined ? [] : decodeCursor(cursor);
    const before = at === undefined ? {} : { before: { at: new Date(at), delivery: String(delivery) } };
    const found = await this.keptMails.list({ limit: limit + 1, ...before });
    return listAnswer(pageOf(found, limit, (mail) => [mail.at.toISOString(), mail.delivery]));
  }
}
