import { because } from '#domain/validation.js';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { EmailAddressSchema } from './sending/mail/email-address.js';
import type { SubscriptionRow } from './sending/recipient.js';
import { SecretSchema } from './sending/webhook/signing-key.js';
import { WebhookHeadersSchema, WebhookUrlSchema } from './sending/webhook/webhook-settings.js';
import { WEEKDAYS } from '#domain/date/weekday.js';
import { ReminderPreferencesSchema } from '#domain/reminder/preferences.js';
import { Name } from '#domain/text/text.js';
import { canonicalJson } from '#event-store/encoding.js';
import { LanguageSchema } from '#language/language.js';
import { CHAT_FORMATS } from './messages/webhook/chat.js';
import { FilterSchema } from './filter.js';

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

export const targetOf = (asked: NewSubscription): string => (asked.channel === 'email' ? asked.address : asked.url);

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

/** Fingerprint of the creation request, unaffected by later changes, to detect repeated requests. */
export function fingerprintOf(asked: NewSubscription): Buffer {
  const names = asked.channel === 'webhook' && asked.headers ? { headers: Object.keys(asked.headers) } : {};
  return createHash('sha256')
    .update(canonicalJson({ ...asked, ...names })) // values of headers could be guessed from a hash
    .digest();
}

/** Subscriptions without a fingerprint predate changes and reminder settings, so their columns are compared. */
export const isSameRequest = (row: SubscriptionRow, asked: NewSubscription): boolean =>
  row.asked?.equals(fingerprintOf(asked)) ??
  (row.channel === asked.channel &&
    row.target === targetOf(asked) &&
    row.language === asked.language &&
    canonicalJson(row.filter) === canonicalJson(asked.filter) &&
    canonicalJson(asked.reminders) === canonicalJson(ReminderPreferencesSchema.parse({})));
