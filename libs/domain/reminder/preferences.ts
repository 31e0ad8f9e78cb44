import { z } from 'zod';
import { TimeZoneSchema } from '../date/day.js';
import { HOLIDAYS } from '../date/working-day.js';
import { because } from '../validation.js';

const MOST_BEFORE = 30;
const MOST_OVERDUE = 4;
const FURTHEST_BEFORE = 3660;
const FURTHEST_OVERDUE = 366;

/**
 * The reminder days of a deadline: numbers of days before the earliest day of `due`, and after its latest day while it is
 * open. Sorted from the first reminder to the last.
 */
export const ReminderScheduleSchema = z
  .strictObject({
    before: daysOf(0, FURTHEST_BEFORE, MOST_BEFORE, (a, b) => b - a),
    overdue: daysOf(1, FURTHEST_OVERDUE, MOST_OVERDUE, (a, b) => a - b),
  })
  .refine(({ before, overdue }) => before.length + overdue.length > 0, { error: because('ladder-empty') })
  .meta({ id: 'ReminderSchedule', example: { before: [90, 30, 7, 1, 0], overdue: [1, 7] } });

export type ReminderSchedule = z.infer<typeof ReminderScheduleSchema>;

/** The default. Overdue: a day after, a week after, then weekly, four at most. */
export const DEFAULT_SCHEDULE: ReminderSchedule = {
  before: [540, 365, 180, 90, 60, 30, 14, 7, 1, 0],
  overdue: [1, 7, 14, 21],
};

/** The default for escalations of unacknowledged reminders. */
export const ESCALATION_SCHEDULE: ReminderSchedule = { before: [30, 14, 7, 1, 0], overdue: [1, 7, 14, 21] };

/** Distinct whole numbers, sorted. The length is checked first, so that a long list gives one problem only. */
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

/** Reminder preferences of a subscription; every field has a default. */
export const ReminderPreferencesSchema = z
  .strictObject({
    /** Overrides that of the scheme. */
    ladder: ReminderScheduleSchema.optional(),
    /** Reminders are sent at 9 o'clock in this zone; default: the zone of the ledger. */
    timeZone: TimeZoneSchema.optional(),
    /** Public holidays on which no reminder is sent; none is sent at weekends. */
    holidays: z.enum(HOLIDAYS).default('france'),
    /** `escalation`: receives only reminders that no recipient of the same owner has acknowledged. */
    role: z.enum(['recipient', 'escalation']).default('recipient'),
    /** For `escalation`: days that recipients have to acknowledge; default 3. */
    escalateAfterDays: z.int().min(1).max(60).optional(),
  })
  .refine(({ role, escalateAfterDays }) => role === 'escalation' || escalateAfterDays === undefined, {
    path: ['escalateAfterDays'],
    error: because('only-for-escalation'),
  })
  .meta({ id: 'ReminderWishes' });

export type ReminderPreferences = z.infer<typeof ReminderPreferencesSchema>;

/**
 * The preferences of a stored subscription. A value that is no longer valid (a renamed time zone) falls back to its default:
 * a reminder at the wrong hour is better than none.
 */
export function preferencesOf(stored: object): ReminderPreferences {
  const read = ReminderPreferencesSchema.safeParse(stored);
  if (read.success) return read.data;
  const unknown = new Set(read.error.issues.flatMap((issue) => ('keys' in issue ? issue.keys : [issue.path[0]])));
  return preferencesOf(Object.fromEntries(Object.entries(stored).filter(([name]) => !unknown.has(name))));
}
