import { hash } from 'node:crypto';
import { z } from 'zod';
import type { LedgerEpochs } from '#database/ledger-epochs.js';
import { WEEKDAYS } from '#domain/date/weekday.js';
import type { Reason } from '#domain/reasons.js';
import { ReminderPreferencesSchema, preferencesOf } from '#domain/reminder/preferences.js';
import { Name } from '#domain/text/text.js';
import { because } from '#domain/validation.js';
import { canonicalJson } from '#event-store/encoding.js';
import { LanguageSchema } from '#language/language.js';
import { say } from '#language/phrases.js';
import { type Filter, FilterSchema } from './filter.js';
import { CHAT_FORMATS } from './messages/webhook/chat.js';
import { EmailAddressSchema } from './sending/mail/email-address.js';
import type { SubscriptionRow } from './sending/attempt.js';
import { SecretSchema, WebhookHeadersSchema, WebhookUrlSchema } from './sending/webhook/webhook-settings.js';
import type { SentAgain } from './send-again.js';

export const FORMATS = ['standard', ...CHAT_FORMATS] as const;
export const MODES = ['immediate', 'daily', 'weekly'] as const;
export type Mode = (typeof MODES)[number];

export const DigestDaySchema = z.enum(WEEKDAYS);

const FASTEST = 6_000;

const commonSettings = {
  filter: FilterSchema.default({ changes: true, deadlines: true }),
  language: LanguageSchema.default('fr').describe('language of emails and chat messages'),
  reminders: ReminderPreferencesSchema.prefault({}).describe('settings of deadline reminders'),
};

/** Settings of an endpoint; the defaults are those of Standard Webhooks. */
const endpointSettings = {
  format: z.enum(FORMATS).optional().describe('format of the body; default: `standard`'),
  ordered: z.boolean().optional().describe('preserves the order of events per provider'),
  ratePerMinute: z.int().min(1).max(FASTEST).optional().describe('maximum number of messages per minute'),
  description: Name.optional().describe('what the endpoint is for'),
  headers: WebhookHeadersSchema.optional().describe('sent with every message; never shown again'),
};

export const NewSubscriptionSchema = z
  .discriminatedUnion('channel', [
    z.strictObject({
      channel: z.literal('email'),
      address: EmailAddressSchema,
      mode: z.enum(MODES).default('immediate'),
      digestDay: DigestDaySchema.optional().describe('day of weekly digests; default: `monday`'),
      ...commonSettings,
    }),
    z.strictObject({
      channel: z.literal('webhook'),
      url: WebhookUrlSchema,
      mode: z.literal('immediate', { error: because('digest-needs-email') }).default('immediate'),
      secret: SecretSchema.optional().describe('default: generated'),
      ...endpointSettings,
      ...commonSettings,
    }),
  ])
  .meta({
    id: 'NewSubscription',
    example: {
      channel: 'email',
      address: 'officer@example.org',
      language: 'fr',
      filter: { schemes: ['secnumcloud'] },
      reminders: { ladder: { before: [90, 30, 7, 0], overdue: [1, 7] }, timeZone: 'Indian/Reunion' },
    },
  });

export type EndpointSettings = Extract<NewSubscription, { channel: 'webhook' }>;
export type NewSubscription = z.infer<typeof NewSubscriptionSchema>;

/** Each given field replaces the current value as a whole. Address and endpoint cannot change, since they have been confirmed. */
export const SubscriptionChangesSchema = z
  .strictObject({
    filter: FilterSchema.optional(),
    language: LanguageSchema.optional(),
    reminders: ReminderPreferencesSchema.optional(),
    mode: z.enum(MODES).optional().describe('frequency of emails'),
    digestDay: DigestDaySchema.optional().describe('day of weekly digests'),
    ...endpointSettings,
    ratePerMinute: endpointSettings.ratePerMinute.nullable().describe('null: no limit'),
    description: endpointSettings.description.nullable().describe('null: none'),
    headers: endpointSettings.headers.nullable().describe('replaces all headers; null: none'),
  })
  .refine((changes) => Object.values(changes).some((change) => change !== undefined), {
    error: because('no-setting-changed'),
  })
  .meta({
    id: 'SubscriptionChanges',
    example: { reminders: { role: 'escalation', escalateAfterDays: 5, holidays: 'alsace-moselle' }, language: 'en' },
  });

export type SubscriptionChanges = z.infer<typeof SubscriptionChangesSchema>;

export const EndpointView = z.object({
  format: z.enum(FORMATS),
  ordered: z.boolean(),
  ratePerMinute: z.int().nullable(),
  description: z.string().nullable(),
  hasHeaders: z.boolean().describe('Whether messages carry headers that were set for this endpoint.'),
  health: z
    .object({
      failures: z.int().describe('Failed attempts since the last successful one.'),
      failingSince: z.date().nullable(),
      pausedUntil: z.date().nullable().describe('No attempt is made before then.'),
      lastError: z
        .string()
        .nullable()
        .describe('Of the last attempt, if it failed: a sentence in English; not stable.'),
      lastErrorCode: z
        .string()
        .nullable()
        .describe(
          'Stable, such as `connection-refused`. `address-not-public` and `http-not-allowed`: Jalon did not connect.',
        ),
    })
    .describe('Health of the endpoint.'),
});

const SendingAgainView = z.object({
  requestedAt: z.iso.datetime(),
  after: z.int().describe('Concerns events after this position.'),
  delivered: z.boolean().describe('Whether messages that were delivered are sent, too.'),
  upTo: z.int().nullable().describe('The last position that it concerns; `null` until it begins.'),
  reached: z.int().describe('The last position that was looked at for events that were never sent.'),
  planned: z.int().describe('Number of messages planned so far.'),
  unreadable: z.int().describe('Number of events left out because this release cannot read them.'),
  finishedAt: z.iso.datetime().nullable().describe('When all of it was planned; the deliveries say what was sent.'),
});
type SendingAgainView = z.infer<typeof SendingAgainView>;

/** A subscription without secrets and tokens. */
export const SubscriptionView = z.object({
  id: z.uuid(),
  channel: z.enum(['email', 'webhook']),
  target: z.string().describe('Address or URL.'),
  filter: z.strictObject(FilterSchema.shape).meta({ id: 'SubscriptionFilterAnswer' }),
  offered: z
    .strictObject(FilterSchema.shape)
    .meta({ id: 'OfferedFilter' })
    .describe('The filter of the owner. The recipient may have narrowed it to `filter`.'),
  recipientPausedUntil: z.date().nullable().describe('The recipient wants nothing before then.'),
  mode: z.enum(MODES),
  digestDay: DigestDaySchema.describe('Day of weekly digests.'),
  language: LanguageSchema,
  reminders: z.strictObject(ReminderPreferencesSchema.shape).meta({ id: 'ReminderWishesAnswer' }),
  state: z
    .enum(['pending', 'active', 'disabled', 'unsubscribed'])
    .describe('`pending` until confirmed; `disabled`: deliveries are held, see `disabledBecause`.'),
  createdAt: z.date(),
  confirmUntil: z.date().nullable().describe('While pending: time limit of the confirmation.'),
  confirmedAt: z.date().nullable(),
  since: z.int().nullable().describe('Receives events recorded after this position.'),
  endpoint: EndpointView.nullable().describe('Of a webhook.'),
  disabledBecause: z
    .enum(['gone', 'failing', 'bounced', 'format-removed', 'signature-removed'])
    .nullable()
    .describe(
      'While disabled: the endpoint responded with 410, failed for three days, the mailbox rejects mail, or the endpoint used CloudEvents or ed25519 signatures, which are no longer sent.',
    ),
  dropped: z
    .object({
      messages: z.int(),
      first: z.date().nullable().describe('When the first of them was planned.'),
      last: z.date().nullable().describe('When the last of them was planned.'),
      eventsAfter: z
        .string()
        .nullable()
        .describe('`GET /v1/events?after=` lists the events that they were about. As in `Jalon-Position`.'),
    })
    .nullable()
    .describe(
      'Held messages that were dropped when the subscription was disabled last: of those about events, the oldest beyond 10,000, and those older than 90 days.',
    ),
  sendingAgain: SendingAgainView.nullable().describe('What it was sent again last; `null`: nothing.'),
});
type SubscriptionFields = z.infer<typeof SubscriptionView>;

/** `failingReason` says `lastError` in any language. */
type Endpoint = z.infer<typeof EndpointView> & { failingReason: Reason | null };
export type SubscriptionView = Omit<SubscriptionFields, 'endpoint'> & { endpoint: Endpoint | null };

export const viewOf = (row: SubscriptionRow, epochs: LedgerEpochs): SubscriptionView => ({
  id: row.id,
  channel: row.channel,
  target: row.target,
  filter: row.filter as Filter,
  offered: (row.offered_filter ?? row.filter) as Filter,
  recipientPausedUntil: row.recipient_paused_until,
  mode: row.mode,
  digestDay: row.digest_day,
  language: row.language,
  reminders: preferencesOf(row.reminders),
  state: row.state,
  createdAt: row.created_at,
  confirmUntil: row.state === 'pending' ? row.confirm_until : null,
  confirmedAt: row.confirmed_at,
  since: row.since_position,
  endpoint: row.channel === 'webhook' ? endpointOf(row) : null,
  disabledBecause: row.disabled_because,
  dropped:
    row.dropped === 0
      ? null
      : {
          messages: row.dropped,
          ...{ first: row.dropped_first, last: row.dropped_last },
          eventsAfter: row.dropped_after === null ? null : epochs.written(row.dropped_after),
        },
  sendingAgain: sendingAgainIn(row.recovery as SentAgain | null),
});

const sendingAgainIn = (stored: SentAgain | null): SendingAgainView | null => {
  if (!stored) return null;
  const { since: _, redelivering: __, missing: ___, delivered = false, ...view } = stored;
  return { ...view, delivered };
};

const endpointOf = (row: SubscriptionRow): Endpoint => ({
  format: row.format,
  ordered: row.ordered,
  ratePerMinute: row.rate_per_minute,
  description: row.description,
  hasHeaders: row.headers !== null,
  health: {
    failures: row.failures,
    failingSince: row.failing_since,
    pausedUntil: row.paused_until,
    lastError: row.failing_reason && say(row.failing_reason, 'en'),
    lastErrorCode: row.failing_reason?.code ?? null,
  },
  failingReason: row.failing_reason,
});

/** Fingerprint of the creation request, unaffected by later changes, to detect repeated requests. */
export function fingerprintOf(asked: NewSubscription): Buffer {
  const names = asked.channel === 'webhook' && asked.headers ? { headers: Object.keys(asked.headers) } : {};
  return hash('sha256', canonicalJson({ ...asked, ...names }), 'buffer'); // values of headers could be guessed from a hash
}
