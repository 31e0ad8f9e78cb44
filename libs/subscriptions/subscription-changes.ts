import { z } from 'zod';
import { ReminderWishesSchema } from '#domain/reminder/wishes.js';
import { FilterSchema } from './filter.js';
import { LanguageSchema } from '#language/language.js';
import { endpointWishes, MODES } from './new-subscription.js';

/** What is given takes the place of what was there, whole; what is left out stays. Address and endpoint cannot change: they have confirmed. */
export const SubscriptionChangesSchema = z
  .strictObject({
    filter: FilterSchema.optional(),
    language: LanguageSchema.optional(),
    reminders: ReminderWishesSchema.optional(),
    mode: z.enum(MODES).optional().describe('of mails'),
    ...endpointWishes,
    ratePerMinute: endpointWishes.ratePerMinute.nullable().describe('null: no limit'),
  })
  .refine((changes) => Object.values(changes).some((change) => change !== undefined), {
    error: 'must change something: filter, language, reminders, mode, format, ordered or ratePerMinute',
  })
  .meta({
    id: 'SubscriptionChanges',
    example: { reminders: { role: 'escalation', escalateAfterDays: 5, holidays: 'alsace-moselle' }, language: 'en' },
  });

export type SubscriptionChanges = z.infer<typeof SubscriptionChangesSchema>;
