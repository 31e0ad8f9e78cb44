import { z } from 'zod';
import { AttemptsView } from '#subscriptions/sending/delivery-log.js';
import { EmailAddressSchema } from '#subscriptions/sending/mail/email-address.js';
import { WebhookUrlSchema } from '#subscriptions/sending/webhook/webhook-settings.js';
import { EndpointView, SubscriptionView } from '#subscriptions/list-subscriptions.js';

export const SubscriptionAnswer = SubscriptionView.omit({ target: true, endpoint: true })
  .extend({
    address: EmailAddressSchema.optional().describe('For email.'),
    url: WebhookUrlSchema.optional().describe('For a webhook.'),
    ...EndpointView.partial().shape,
  })
  .meta({ id: 'Subscription' });

export const NewSubscriptionAnswer = SubscriptionAnswer.extend({
  secret: z
    .string()
    .nullable()
    .describe('Verifies the signatures of a webhook (Standard Webhooks). Shown here and after a rotation only.'),
}).meta({ id: 'CreatedSubscription' });

/** One subscription, with its last attempts. */
export const WholeSubscriptionAnswer = SubscriptionAnswer.extend({ attempts: AttemptsView }).meta({
  id: 'SubscriptionWithAttempts',
});

export const subscriptionExample = {
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

export function subscriptionAnswerOf({ target, endpoint, ...view }: SubscriptionView) {
  if (!endpoint) return { ...view, address: target };
  const { failingReason: _, ...fields } = endpoint;
  return { ...view, ...fields, url: target };
}

export const attemptsExample: z.input<typeof AttemptsView> = {
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

export function attemptsAnswerOf({ lastFailure, ...view }: AttemptsView): z.input<typeof AttemptsView> {
  if (!lastFailure) return { ...view, lastFailure };
  const { reason: _, ...failure } = lastFailure;
  return { ...view, lastFailure: failure };
}
