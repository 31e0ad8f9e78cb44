import { z } from 'zod';
import { HOLIDAYS } from '#domain/date/holidays.js';
import { EmailAddressSchema } from '#subscriptions/mail/email-address.js';
import { LanguageSchema } from '#subscriptions/mail/language.js';
import type { SubscriptionView } from '#subscriptions/subscription-view.js';
import { WebhookUrlSchema } from '#subscriptions/webhook/webhook-url.js';

/** A schema of its own: on the way out every field is there. */
const FilterAnswer = z
  .object({
    providers: z.array(z.uuid()).optional(),
    dossiers: z.array(z.uuid()).optional(),
    schemes: z.array(z.string()).optional(),
    eventTypes: z.array(z.string()).optional(),
    changes: z.boolean(),
    deadlines: z.boolean(),
  })
  .meta({ id: 'SubscriptionFilterAnswer' });

/** Fields that were not asked for, and have no value of their own, are left out. */
const RemindersAnswer = z
  .object({
    ladder: z
      .object({ before: z.array(z.int()), overdue: z.array(z.int()) })
      .optional()
      .describe('left out: that of each scheme'),
    timeZone: z.string().optional().describe('left out: that of this ledger'),
    holidays: z.enum(HOLIDAYS),
    role: z.enum(['recipient', 'escalation']),
    escalateAfterDays: z.int().optional().describe('left out: 3'),
  })
  .meta({ id: 'ReminderWishesAnswer' });

export const SubscriptionAnswer = z
  .object({
    id: z.uuid(),
    channel: z.enum(['email', 'webhook']),
    address: EmailAddressSchema.optional().describe('of an e-mail subscription'),
    url: WebhookUrlSchema.optional().describe('of a webhook'),
    filter: FilterAnswer,
    mode: z.literal('immediate'),
    language: LanguageSchema,
    reminders: RemindersAnswer,
    state: z
      .enum(['pending', 'active', 'disabled', 'unsubscribed'])
      .describe('`pending` until confirmed; `disabled` once the endpoint has answered 410.'),
    createdAt: z.iso.datetime(),
    confirmUntil: z.iso.datetime().nullable().describe('While pending: how long the confirmation is waited for.'),
    confirmedAt: z.iso.datetime().nullable(),
    since: z.int().nullable().describe('It hears of events recorded after this position.'),
  })
  .meta({ id: 'Subscription' });

export const NewSubscriptionAnswer = SubscriptionAnswer.extend({
  secret: z
    .string()
    .nullable()
    .describe('Verifies the signatures of a webhook (Standard Webhooks). Shown here and after a rotation only.'),
}).meta({ id: 'CreatedSubscription' });

export const subscriptionExample = {
  id: '5f0c5a0e-6d0a-4f5e-9a37-1b8f3f0f7a11',
  channel: 'webhook',
  url: 'https://hooks.example.org/jalon',
  filter: { schemes: ['secnumcloud'], changes: true, deadlines: true },
  mode: 'immediate',
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
  since: null,
};

export const subscriptionAnswerOf = ({ target, ...view }: SubscriptionView) => ({
  ...view,
  ...(view.channel === 'email' ? { address: target } : { url: target }),
  createdAt: view.createdAt.toISOString(),
  confirmUntil: view.confirmUntil?.toISOString() ?? null,
  confirmedAt: view.confirmedAt?.toISOString() ?? null,
});
