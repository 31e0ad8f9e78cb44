import { KeptMails } from '#subscriptions/sending/mail/email-sender.js';
import { Body, Controller, Get, Post, Query, Delete, Param } from '@nestjs/common';
import { ApiTags, ApiBody, ApiConsumes } from '@nestjs/swagger';
import { z } from 'zod';
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
import type { SubscriptionScope } from '#subscriptions/sending/attempt.js';
import { TestSchema } from '#subscriptions/messages/webhook/payload.js';
import { MESSAGE_TYPES } from '#subscriptions/messages/message.js';
import { decodeCursor, pageOf } from '#projections/page.js';
import { Bounces, type Suppression, Suppressions } from '#subscriptions/sending/bounces.js';
import type { Principal } from '#access/principal.js';
import { Activities, suppressionLifted } from '#access/activities.js';
import { LONGEST_ADDRESS } from '#subscriptions/sending/mail/email-address.js';
import { text } from '#domain/text/text.js';
import { CallerScope, Id, Caller } from '../auth/caller.js';
import { listAnswer } from '../http/answer.js';
import { page } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';
import { BINARY } from '../http/content-negotiation.js';
import { allAs, asBytes, MEGABYTE, wrongMediaType } from '../http/request-bodies.js';

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
    @Id() id: string,
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
  async getDelivery(@Id() id: string, @Id('delivery') delivery: string, @CallerScope() scope: SubscriptionScope) {
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
    @Id() id: string,
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

const reportExample = `From: MAILER-DAEMON@mx.example.org
To: bounces@jalon.example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_1"

--=_1
Content-Type: text/plain

officer@example.org: no such user

--=_1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; officer@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--=_1
Content-Type: text/rfc822-headers

Message-ID: <3b1e9f52-6f0d-4b8e-9a77-0c5d2e4f6a81@jalon.example.org>

--=_1--
`;

const BounceAnswer = z
  .object({
    delivery: z.uuid().describe('Delivery of the returned mail.'),
    subscription: z.uuid(),
    result: z
      .enum(['hard', 'soft', 'elsewhere', 'none'])
      .describe(
        '`hard`: the mailbox does not exist; `soft`: it rejected this mail; `elsewhere`: an address that the mail was forwarded to rejected it; `none`: no failure, such as a delay.',
      ),
    suppressed: z.boolean().describe('The address is suppressed.'),
  })
  .meta({ id: 'Bounce' });

const bounceExample: z.input<typeof BounceAnswer> = {
  delivery: '3b1e9f52-6f0d-4b8e-9a77-0c5d2e4f6a81',
  subscription: '6f0f3a3e-2a7b-4c55-8d0a-9a4a0f6f2b11',
  result: 'hard',
  suppressed: true,
};

@ApiTags('mail')
@Controller('v1/admin/bounces')
export class BouncesController {
  constructor(private readonly bounces: Bounces) {}

  @Post()
  @Route({
    summary: 'Report a bounce',
    description:
      'Takes the delivery status notification (RFC 3464) of a mail server, up to 1 MB. It is matched by its envelope id or `Message-ID`. A hard bounce suppresses the address at once, soft bounces once the last five mails to it have bounced. Idempotent.',
    needs: 'bounces',
    takes: allAs(['message/rfc822', 'text/plain', BINARY], asBytes(MEGABYTE)),
    answers: BounceAnswer,
    example: bounceExample,
    problems: ['not-a-bounce', 'unknown-reference', 'body-too-large', 'unsupported-media-type'],
  })
  @ApiConsumes('message/rfc822', 'text/plain')
  @ApiBody({ schema: { type: 'string' }, examples: { report: { value: reportExample } } })
  async reportBounce(@Body() body: unknown) {
    if (!Buffer.isBuffer(body)) throw wrongMediaType('message/rfc822', 'text/plain');
    return this.bounces.process(body);
  }
}

const SuppressionAnswer = z
  .object({
    address: z.string().describe('Lower case.'),
    reason: z
      .enum(['hard-bounce', 'soft-bounces'])
      .describe('`hard-bounce`: the mailbox does not exist; `soft-bounces`: the last five mails to it bounced.'),
    detail: z.string().describe('Response of the mail server.'),
    at: z.iso.datetime(),
  })
  .meta({ id: 'Suppression' });

const suppressionExample: z.input<typeof SuppressionAnswer> = {
  address: 'officer@example.org',
  reason: 'hard-bounce',
  detail: 'officer@example.org: 5.1.1 550 5.1.1 no such user',
  at: '2026-11-25T08:10:01.000Z',
};

const suppressionAnswerOf = ({ at, ...suppression }: Suppression) => ({ ...suppression, at: at.toISOString() });

const SuppressionsQuery = z.strictObject(page('instant', 'string'));

@ApiTags('mail')
@Controller('v1/admin/suppressions')
export class SuppressionsController {
  constructor(
    private readonly suppressions: Suppressions,
    private readonly activities: Activities,
  ) {}

  @Get()
  @Route({
    summary: 'List suppressed addresses, newest first',
    description: 'Addresses to which no email is sent, because earlier emails came back.',
    needs: 'admin',
    lists: ['Suppressions', SuppressionAnswer, suppressionExample],
  })
  async listSuppressions(@Query({ schema: SuppressionsQuery }) { limit, cursor }: z.output<typeof SuppressionsQuery>) {
    const [at, address] = cursor === undefined ? [] : decodeCursor(cursor);
    const before = at === undefined ? {} : { before: { at: new Date(at), address: String(address) } };
    const found = await this.suppressions.list({ limit: limit + 1, ...before });
    return listAnswer(pageOf(found, limit, (one) => [one.at.toISOString(), one.address], suppressionAnswerOf));
  }

  @Delete(':address')
  @Route({
    summary: 'Lift the suppression of an address',
    description:
      'Once the address accepts mail again. Its subscriptions stay disabled; enabling one sends its held deliveries.',
    needs: 'admin',
    status: 204,
    problems: ['not-found'],
  })
  async deleteSuppression(
    @Caller() caller: Principal,
    @Param('address', { schema: text(LONGEST_ADDRESS) }) address: string,
  ): Promise<void> {
    await this.suppressions.lift(address);
    await this.activities.note(suppressionLifted(caller, address));
  }
}
