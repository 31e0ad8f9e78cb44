import { z } from 'zod';
import { ReminderWishesSchema } from '#domain/reminder/wishes.js';
import { FilterSchema } from './filter.js';
import { EmailAddressSchema } from './mail/email-address.js';
import { LanguageSchema } from './mail/language.js';
import { WebhookUrlSchema } from './webhook/webhook-url.js';

const wishes = {
  filter: FilterSchema.default({ changes: true, deadlines: true }),
  mode: z.literal('immediate', { error: 'must be immediate: there is no other yet' }).default('immediate'),
  language: LanguageSchema.default('fr').describe('of mails'),
  reminders: ReminderWishesSchema.prefault({}).describe('how to be reminded of deadlines'),
};

/** What one asks for: where to, of what, in which language. */
export const NewSubscriptionSchema = z
  .discriminatedUnion('channel', [
    z.strictObject({ channel: z.literal('email'), address: EmailAddressSchema, ...wishes }),
    z.strictObject({ channel: z.literal('webhook'), url: WebhookUrlSchema, ...wishes }),
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

export type NewSubscription = z.infer<typeof NewSubscriptionSchema>;

export const targetOf = (asked: NewSubscription): string => (asked.channel === 'email' ? asked.address : asked.url);
