import { type ReminderWishes, ReminderWishesSchema } from '#domain/reminder/wishes.js';

/**
 * What a subscription wishes of its reminders, from the row: absent fields are the defaults. A wish that this version
 * does not know any more (a zone that was renamed) falls back to its default: an hour off is better than no reminder.
 */
export function wishesOf(stored: object): ReminderWishes {
  const read = ReminderWishesSchema.safeParse(stored);
  if (read.success) return read.data;
  const unknown = new Set(read.error.issues.flatMap((issue) => ('keys' in issue ? issue.keys : [issue.path[0]])));
  return ReminderWishesSchema.parse(Object.fromEntries(Object.entries(stored).filter(([name]) => !unknown.has(name))));
}
