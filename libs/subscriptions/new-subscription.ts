import { z } from 'zod';
import { FilterSchema } from './filter.js';
import { EmailAddressSchema } from './mail/email-address.js';
import { LanguageSchema } from './mail/language.js';
import { WebhookUrlSchema } from './webhook/webhook-url.js';

const wishes = {
  filter: FilterSchema.default({ changes: true, deadlines: true }),
  mode: z.literal('immediate', { error: 'must be immediate: digests are not sent yet' }).default('immediate'),
  language: LanguageSchema.default('fr').describe('of mails'),
};

/** What one asks for: where to, of what, in which language. */
export const NewSubscriptionSchema = z
  .discriminatedUnion('channel', [
    z.strictObject({ channel: z.literal('email'), address: EmailAddressSchema, ...wishes }),
    z.strictObject({ channel: z.literal('webhook'), url: WebhookUrlSchema, ...wishes }),
  ])
  .meta({
    id: 'NewSubscription',
    examples: [
      { channel: 'email', address: 'officer@example.org', language: 'fr', filter: { schemes: ['secnumcloud'] } },
      { channel: 'webhook', url: 'https://hooks.example.org/jalon', filter: { deadlines: false } },
    ],
  });

export type NewSubscription = z.infer<typeof NewSubscriptionSchema>;

export const targetOf = (asked: NewSubscription): string => (asked.channel === 'email' ? asked.address : asked.url);
