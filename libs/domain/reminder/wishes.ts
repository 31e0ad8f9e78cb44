import { z } from 'zod';
import { HOLIDAYS } from '../date/holidays.js';
import { TimeZoneSchema } from '../date/time-zone.js';
import { because } from '../validation.js';
import { LadderSchema } from './ladder.js';

/** How somebody wants to be reminded; what is left out is as usual. */
export const ReminderWishesSchema = z
  .strictObject({
    /** Instead of that of the scheme. */
    ladder: LadderSchema.optional(),
    /** Where it is 9 o'clock; that of the ledger, where left out. */
    timeZone: TimeZoneSchema.optional(),
    /** Public holidays on which no reminder comes. None comes on a Saturday or Sunday anyway. */
    holidays: z.enum(HOLIDAYS).default('france'),
    /** `escalation`: told only of what no recipient of the same owner has acknowledged. */
    role: z.enum(['recipient', 'escalation']).default('recipient'),
    /** Of an escalation: how many days the recipients have first; 3, where left out. */
    escalateAfterDays: z.int().min(1).max(60).optional(),
  })
  .refine(({ role, escalateAfterDays }) => role === 'escalation' || escalateAfterDays === undefined, {
    path: ['escalateAfterDays'],
    error: because('only-for-escalation'),
  })
  .meta({ id: 'ReminderWishes' });

export type ReminderWishes = z.infer<typeof ReminderWishesSchema>;

/**
 * What a subscription wishes of its reminders, from the row: absent fields are the defaults. A wish that this version
 * does not know any more (a zone that was renamed) falls back to its default: an hour off is better than no reminder.
 */
export function wishesOf(stored: object): ReminderWishes {
  const read = ReminderWishesSchema.safeParse(stored);
  if (read.success) return read.data;
  const unknown = new Set(read.error.issues.flatMap((issue) => ('keys' in issue ? issue.keys : [issue.path[0]])));
  return wishesOf(Object.fromEntries(Object.entries(stored).filter(([name]) => !unknown.has(name))));
}
