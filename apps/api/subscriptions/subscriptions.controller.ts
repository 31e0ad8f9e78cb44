import { Confirmations, Subscribing } from '#subscriptions/subscribing.js';
import { Body, Controller, Post, Delete, Get, Inject, Patch, Query } from '@nestjs/common';
import { DeliveryLog, AttemptsView } from '#subscriptions/sending/delivery-log.js';
import { SendingAgain, type SendAgainAsked, SendAgainSchema } from '#subscriptions/send-again.js';
import { SigningSecrets, RotationSchema } from '#subscriptions/signing-secrets.js';
import { Subscriptions } from '#subscriptions/subscriptions.js';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { EmailAddressSchema } from '#subscriptions/sending/mail/email-address.js';
import type { SubscriptionScope } from '#subscriptions/sending/attempt.js';
import { WebhookUrlSchema } from '#subscriptions/sending/webhook/webhook-settings.js';
import { decodeCursor, pageOf } from '#projections/page.js';
import {
  EndpointView,
  SubscriptionView,
  type NewSubscription,
  NewSubscriptionSchema,
  type SubscriptionChanges,
  SubscriptionChangesSchema,
} from '#subscriptions/subscription.js';
import { CallerKey, CallerScope, Id } from '../auth/caller.js';
import { Answer, listAnswer } from '../http/answer.js';
import { page } from '../http/query-fields.js';
import { Write, type WriteRequest } from '../ledger/write-request.js';
import { Route } from '../openapi/route.js';
import { type ApiSettings, SETTINGS } from '../settings.js';

const SubscriptionAnswer = SubscriptionView.omit({ target: true, endpoint: true })
  .extend({
    address: EmailAddressSchema.optional().describe('For email.'),
    url: WebhookUrlSchema.optional().describe('For a webhook.'),
    ...EndpointView.partial().shape,
  })
  .meta({ id: 'Subscription' });

const NewSubscriptionAnswer = SubscriptionAnswer.extend({
  secret: z
    .string()
    .nullable()
    .describe('Verifies the signatures of a webhook (Standard Webhooks). Shown here and after a rotation only.'),
}).meta({ id: 'CreatedSubscription' });

const WholeSubscriptionAnswer = SubscriptionAnswer.extend({ attempts: AttemptsView }).meta({
  id: 'SubscriptionWithAttempts',
});

const subscriptionExample = {
  id: '5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11',
  channel: 'webhook',
  url: 'https://hooks.example.org/jalon',
  filter: { schemes: ['secnumcloud'], changes: true, deadlines: true },
  offered: { schemes: ['secnumcloud'], changes: true, deadlines: true },
  recipientPausedUntil: null,
  mode: 'immediate',
  digestDay: 'monday',
  format: 'standard',
  ordered: false,
  ratePerMinute: null,
  description: 'Register of the compliance team',
  hasHeaders: false,
  health: { failures: 0, failingSince: null, pausedUntil: null, lastError: null, lastErrorCode: null },
  language: 'fr',
  reminders: {
    ladder: { before: [90, 30, 7, 0], overdue: [1, 7] },
    timeZone: 'Europe/Paris',
    holidays: 'france',
    role: 'recipient',
  },
  state: 'pending',
  createdAt: '2026-11-25T08:00:00.000Z',
  confirmUntil: '2026-11-27T08:00:00.000Z',
  confirmedAt: null,
  disabledBecause: null,
  dropped: null,
  sendingAgain: null,
  since: null,
};

function subscriptionAnswerOf({ target, endpoint, ...view }: SubscriptionView) {
  if (!endpoint) return { ...view, address: target };
  const { failingReason: _, ...fields } = endpoint;
  return { ...view, ...fields, url: target };
}

const attemptsExample: z.input<typeof AttemptsView> = {
  today: { delivered: 42, failed: 1 },
  lastDelivered: new Date('2026-11-25T08:04:11.900Z'),
  lastFailure: {
    at: new Date('2026-11-25T07:20:05.318Z'),
    delivery: '3b1e9f52-6f0d-4b8e-9a77-0c5d2e4f6a81',
    code: 503,
    error: 'The endpoint responded with status 503',
    errorCode: 'endpoint-status',
  },
};

function attemptsAnswerOf({ lastFailure, ...view }: AttemptsView): z.input<typeof AttemptsView> {
  if (!lastFailure) return { ...view, lastFailure };
  const { reason: _, ...failure } = lastFailure;
  return { ...view, lastFailure: failure };
}

const ConfirmBody = z
  .strictObject({ token: z.string().max(200) })
  .meta({ id: 'ConfirmSubscription', examples: [{ token: 'J0vG2oYb2bQ3p7bq1m4cO0WfPbSTlqTqhy3mXyKk0aQ' }] });

const RotationBody = RotationSchema.nullish().meta({ example: { overlapHours: 48 } });

const RotatedAnswer = z
  .strictObject({
    secret: z.string().describe('Shown only once.'),
    formerUntil: z.iso.datetime().describe('Until then, messages are signed with the former secret as well.'),
  })
  .meta({
    id: 'RotatedSecret',
    examples: [{ secret: 'whsec_…', formerUntil: '2026-11-26T08:00:00.000Z' }],
  });

const ListQuery = z.strictObject(page('instant', 'uuid'));

@ApiTags('subscriptions')
@Controller('v1/subscriptions')
export class SubscriptionsController {
  constructor(
    private readonly confirmations: Confirmations,
    private readonly log: DeliveryLog,
    private readonly sendingAgain: SendingAgain,
    private readonly signingSecrets: SigningSecrets,
    private readonly subscribing: Subscribing,
    private readonly subscriptions: Subscriptions,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @Post()
  @Route({
    summary: 'Subscribe an address or an endpoint',
    description:
      'Sends a confirmation request: a link to an address, a signed `subscription.verification` to an endpoint, which returns its `challenge` as `{"challenge": "…"}`. Nothing else is sent before the confirmation. Events recorded after it are delivered.',
    needs: 'record',
    status: 201,
    answers: NewSubscriptionAnswer,
    example: { ...subscriptionExample, secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDtWnWBmWFqrU=' },
    heeds: ['Idempotency-Key'],
    problems: ['invalid-body', 'target-not-allowed', 'not-found', 'id-reused'],
  })
  async createSubscription(
    @Body({ schema: NewSubscriptionSchema }) asked: NewSubscription,
    @CallerKey() owner: string,
    @Write() { context: { id } }: WriteRequest,
  ) {
    const context = { owner, ...(id !== undefined && { id }) };
    const { subscription, secret, replayed } = await this.subscribing.create(asked, context);
    const about = { replayed, location: `/v1/subscriptions/${subscription.id}` };
    return new Answer({ ...subscriptionAnswerOf(subscription), secret }, about);
  }

  @Get()
  @Route({
    summary: 'List subscriptions in order of creation',
    description: 'Subscriptions created with this key; all subscriptions with an admin key.',
    needs: 'record',
    lists: ['Subscriptions', SubscriptionAnswer, subscriptionExample],
  })
  async listSubscriptions(
    @Query({ schema: ListQuery }) { limit, cursor }: z.output<typeof ListQuery>,
    @CallerScope() scope: SubscriptionScope,
  ) {
    const [createdAt, id] = cursor === undefined ? [] : decodeCursor(cursor);
    const after = createdAt === undefined ? {} : { after: { createdAt: new Date(createdAt), id: String(id) } };
    const found = await this.subscriptions.list(scope, { limit: limit + 1, ...after });
    const items = pageOf(found, limit, (view) => [view.createdAt.toISOString(), view.id], subscriptionAnswerOf);
    return listAnswer(items);
  }

  @Get(':id')
  @Route({
    summary: 'Get a subscription',
    description: 'With its filter, its state, the schedule of reminders and its last attempts.',
    needs: 'record',
    answers: WholeSubscriptionAnswer,
    example: { ...subscriptionExample, attempts: attemptsExample },
    problems: ['not-found'],
  })
  async getSubscription(@Id() id: string, @CallerScope() scope: SubscriptionScope) {
    const view = await this.subscriptions.get(id, scope);
    const attempts = await this.log.attempts(id, scope, this.settings.JALON_TIMEZONE);
    return new Answer({ ...subscriptionAnswerOf(view), attempts: attemptsAnswerOf(attempts) });
  }

  @Patch(':id')
  @Route({
    summary: 'Change the settings of a subscription',
    description:
      'Each given field replaces the current value as a whole: `filter`, `language`, `reminders`, `mode` and `digestDay` (mail), `format`, `ordered`, `ratePerMinute`, `description`, `headers` (webhooks; `null`: none). Planned reminders are planned again. The address or endpoint cannot be changed: create another subscription, so that it can be confirmed.',
    needs: 'record',
    answers: SubscriptionAnswer,
    example: subscriptionExample,
    problems: ['invalid-body', 'not-found', 'subscription-unfit'],
  })
  async updateSubscription(
    @Id() id: string,
    @Body({ schema: SubscriptionChangesSchema }) changes: SubscriptionChanges,
    @CallerScope() scope: SubscriptionScope,
  ) {
    const view = await this.subscriptions.change(id, changes, scope);
    return new Answer(subscriptionAnswerOf(view));
  }

  @Post(':id/resume')
  @Route({
    summary: 'Resume a disabled or failing subscription',
    description:
      'A disabled subscription is active again: its held messages are sent in order of planning. Of an active one, the pause ends, and messages that wait for a retry are sent now. While the endpoint fails, it is sent one message first, and the others once it has accepted it.',
    needs: 'record',
    body: 'none',
    answers: SubscriptionAnswer,
    example: { ...subscriptionExample, state: 'active', confirmedAt: '2026-11-25T08:05:00.000Z', since: 61 },
    problems: ['not-found', 'subscription-unfit'],
  })
  async resumeSubscription(@Id() id: string, @CallerScope() scope: SubscriptionScope) {
    const view = await this.subscriptions.resume(id, scope);
    return new Answer(subscriptionAnswerOf(view));
  }

  @Post(':id/send-again')
  @Route({
    summary: 'Send messages again since an instant or a position',
    description:
      'For an endpoint that works again, or a recipient that lost messages: sends what failed since then, to webhooks of programs also what matches the filter and was never sent, and with `delivered` also what was delivered. Each message is sent once, under its `webhook-id`; what waits for a retry is sent now. A worker plans the messages in steps; `sendingAgain` shows its progress. Without `delivered`, the request can be repeated at will.',
    needs: 'record',
    status: 202,
    answers: SubscriptionAnswer,
    example: {
      ...{ ...subscriptionExample, state: 'active', confirmedAt: '2026-11-25T08:05:00.000Z', since: 61 },
      sendingAgain: {
        ...{ requestedAt: '2026-11-25T08:10:00.000Z', after: 120, delivered: false, upTo: 460 },
        ...{ reached: 120, planned: 0, unreadable: 0, finishedAt: null },
      },
    },
    problems: ['invalid-body', 'not-found', 'subscription-unfit', 'since-out-of-range'],
  })
  async sendAgain(
    @Id() id: string,
    @Body({ schema: SendAgainSchema }) asked: SendAgainAsked,
    @CallerScope() scope: SubscriptionScope,
  ) {
    return subscriptionAnswerOf(await this.sendingAgain.ask(id, asked, scope));
  }

  @Delete(':id')
  @Route({
    summary: 'End a subscription',
    description: 'Permanent. Cancels its pending deliveries; the subscription and its log remain listed.',
    needs: 'record',
    status: 204,
    problems: ['not-found'],
  })
  async deleteSubscription(@Id() id: string, @CallerScope() scope: SubscriptionScope): Promise<void> {
    await this.subscriptions.end(id, scope);
  }

  @Post(':id/confirm')
  @Route({
    summary: 'Confirm a subscription',
    description:
      'With the token of the link sent to the address, or the challenge sent to the endpoint; no key is required. Idempotent.',
    needs: 'nothing',
    answers: SubscriptionAnswer,
    example: { ...subscriptionExample, state: 'active', confirmedAt: '2026-11-25T08:05:00.000Z', since: 61 },
    problems: ['invalid-body', 'token-invalid'],
  })
  async confirmSubscription(@Id() id: string, @Body({ schema: ConfirmBody }) { token }: z.output<typeof ConfirmBody>) {
    return subscriptionAnswerOf(await this.confirmations.confirm(id, token));
  }

  @Post(':id/verification')
  @Route({
    summary: 'Resend the confirmation request',
    description:
      'For a subscription that is pending, or was disabled before its confirmation. Invalidates earlier tokens. Use `resume` for a subscription that has been confirmed.',
    needs: 'record',
    body: 'none',
    status: 202,
    answers: SubscriptionAnswer,
    example: subscriptionExample,
    problems: ['not-found', 'subscription-unfit'],
  })
  async requestVerification(@Id() id: string, @CallerScope() scope: SubscriptionScope) {
    return subscriptionAnswerOf(await this.confirmations.resend(id, scope));
  }

  @Post(':id/secret')
  @Route({
    summary: 'Rotate the signing secret of a webhook',
    description:
      'Messages are signed with both secrets for 24 hours or `overlapHours`, so the receiver can switch at any time. The body is optional.',
    needs: 'record',
    answers: RotatedAnswer,
    problems: ['invalid-body', 'not-found', 'subscription-unfit'],
  })
  async rotateSecret(
    @Id() id: string,
    @Body({ schema: RotationBody }) rotation: z.output<typeof RotationBody>,
    @CallerScope() scope: SubscriptionScope,
  ) {
    const { formerUntil, ...rotated } = await this.signingSecrets.rotate(id, scope, rotation?.overlapHours);
    return { ...rotated, formerUntil: formerUntil.toISOString() };
  }
}
