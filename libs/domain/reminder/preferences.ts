import { z } from 'zod';
import { TimeZoneSchema } from '../date/day.js';
import { HOLIDAYS } from '../date/working-day.js';
import { because } from '../validation.js';

const MOST_BEFORE = 30;
const MOST_OVERDUE = 4;
const FURTHEST_BEFORE = 3660;
const FURTHEST_OVERDUE = 366;

/**
 * On which days people are reminded of a deadline: so many days before the earliest day of `due`, and so many after its
 * latest one while nothing is done. Kept from the first reminder to the last.
 */
export const LadderSchema = z
  .strictObject({
    before: daysOf(0, FURTHEST_BEFORE, MOST_BEFORE, (a, b) => b - a),
    overdue: daysOf(1, FURTHEST_OVERDUE, MOST_OVERDUE, (a, b) => a - b),
  })
  .refine(({ before, overdue }) => before.length + overdue.length > 0, { error: because('ladder-empty') })
  .meta({ id: 'Ladder', example: { before: [90, 30, 7, 1, 0], overdue: [1, 7] } });

export type Ladder = z.infer<typeof LadderSchema>;

/** Where nobody asked for another. Overdue: the day after, a week after, then weekly, four at most. */
export const DEFAULT_LADDER: Ladder = { before: [540, 365, 180, 90, 60, 30, 14, 7, 1, 0], overdue: [1, 7, 14, 21] };

/** For whoever is told because nobody has acknowledged. */
export const ESCALATION_LADDER: Ladder = { before: [30, 14, 7, 1, 0], overdue: [1, 7, 14, 21] };

/** Different whole numbers, kept in order. Too long a list is refused unread, so that it is told as what it is. */
function daysOf(least: number, furthest: number, most: number, order: (a: number, b: number) => number) {
  const day = z.int().min(least).max(furthest);
  const days = z
    .array(day)
    .max(most)
    .superRefine((list, context) => {
      for (const [index, one] of list.entries())
        if (list.indexOf(one) < index)
          context.addIssue({
            ...{ code: 'custom', path: [index] },
            ...{ message: because('listed-twice'), params: { value: one } },
          });
    })
    .overwrite((list) => list.toSorted(order));
  return z.preprocess((list, context) => {
    if (!Array.isArray(list) || list.length <= most) return list;
    context.addIssue({
      code: 'custom',
      message: because('too-large'),
      params: { of: 'array', maximum: most, included: true },
      input: null,
    });
    return z.NEVER;
  }, days);
}

/** How somebody wants to be reminded; what is left out is as usual. */
export const ReminderPreferencesSchema = z
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

export type ReminderPreferences = z.infer<typeof ReminderPreferencesSchema>;

/**
 * What a subscription wishes of its reminders, from the row: absent fields are the defaults. A wish that this version
 * does not know any more (a zone that was renamed) falls back to its default: an hour off is better than no reminder.
 */
export function preferencesOf(stored: object): ReminderPreferences {
  const read = ReminderPreferencesSchema.safeParse(stored);
  if (read.success) return read.data;
  const unknown = new Set(read.error.issues.flatMap((issue) => ('keys' in issue ? issue.keys : [issue.path[0]])));
  return preferencesOf(Object.fromEntries(Object.entries(stored).filter(([name]) => !unknown.has(name))));
}
