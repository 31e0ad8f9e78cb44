import { z } from 'zod';
import { HOLIDAYS } from '#domain/date/working-day.js';
import { DEADLINE_KINDS } from '#domain/deadline/deadline.js';
import { STATUSES } from '#domain/dossier/status.js';
import { EmailAddressSchema } from '#delivery/mail/email-address.js';
import { LanguageSchema } from '#language/language.js';
import { FORMATS, MODES, SIGNATURES } from '#subscriptions/new-subscription.js';
import type { EndpointView, SubscriptionView } from '#subscriptions/list-subscriptions.js';
import { WebhookUrlSchema } from '#delivery/webhook/webhook-url.js';

/** A schema of its own: on the way out every field is there. */
export const FilterAnswer = z
  .object({
    providers: z.array(z.uuid()).optional(),
    dossiers: z.array(z.uuid()).optional(),
    schemes: z.array(z.string()).optional(),
    eventTypes: z.array(z.string()).optional(),
    statusChange: z.boolean().optional(),
    becomes: z.array(z.enum(STATUSES)).optional(),
    confirmedOnly: z.boolean().optional(),
    deadlineKinds: z.array(z.enum(DEADLINE_KINDS)).optional(),
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

/** What only webhooks have. */
const EndpointAnswer = z.object({
  format: z.enum(FORMATS),
  signature: z.enum(SIGNATURES),
  publicKey: z.string().nullable().describe('`whpk_…`: verifies the signatures, with `ed25519`.'),
  ordered: z.boolean(),
  ratePerMinute: z.int().nullable(),
  health: z
    .object({
      failures: z.int().describe('Failed attempts since the last one that was taken.'),
      failingSince: z.iso.datetime().nullable(),
      pausedUntil: z.iso.datetime().nullable().describe('Nothing is attempted until then.'),
    })
    .describe('How the endpoint fares.'),
});

export const SubscriptionAnswer = z
  .object({
    id: z.uuid(),
    channel: z.enum(['email', 'webhook']),
    address: EmailAddressSchema.optional().describe('of an e-mail subscription'),
    url: WebhookUrlSchema.optional().describe('of a webhook'),
    filter: FilterAnswer,
    mode: z.enum(MODES),
    language: LanguageSchema,
    reminders: RemindersAnswer,
    state: z
      .enum(['pending', 'active', 'disabled', 'unsubscribed'])
      .describe('`pending` until confirmed; `disabled` as `disabledBecause` says: what is owed to it is held.'),
    createdAt: z.iso.datetime(),
    confirmUntil: z.iso.datetime().nullable().describe('While pending: how long the confirmation is waited for.'),
    confirmedAt: z.iso.datetime().nullable(),
    ...EndpointAnswer.partial().shape,
    disabledBecause: z
      .enum(['gone', 'failing', 'bounced'])
      .nullable()
      .describe('Of a disabled one: it answered 410, failed for three days, or the mailbox takes no mail.'),
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
  format: 'standard',
  signature: 'hmac',
  publicKey: null,
  ordered: false,
  ratePerMinute: null,
  health: { failures: 0, failingSince: null, pausedUntil: null },
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
  since: null,
};

export const subscriptionAnswerOf = ({ target, endpoint, ...view }: SubscriptionView) => ({
  ...view,
  ...(endpoint && endpointAnswerOf(endpoint)),
  ...(view.channel === 'email' ? { address: target } : { url: target }),
  createdAt: view.createdAt.toISOString(),
  confirmUntil: view.confirmUntil?.toISOString() ?? null,
  confirmedAt: view.confirmedAt?.toISOString() ?? null,
});

const endpointAnswerOf = ({ health, ...endpoint }: EndpointView) => ({
  ...endpoint,
  health: {
    failures: health.failures,
    failingSince: health.failingSince?.toISOString() ?? null,
    pausedUntil: health.pausedUntil?.toISOString() ?? null,
  },
});
