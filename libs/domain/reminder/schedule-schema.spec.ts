import { describe, expect, it } from '@jest/globals';
import { say } from '#language/phrases.js';
import { problemsOf } from '../validation.js';
import { DEFAULT_SCHEDULE, ESCALATION_SCHEDULE, ReminderScheduleSchema } from './preferences.js';

const problems = (ladder: unknown): string[] =>
  problemsOf(ReminderScheduleSchema.safeParse(ladder).error?.issues ?? [], ladder).map(
    (one) => `${one.field}: ${say(one, 'en')}`,
  );

const tenThousand = Array.from({ length: 10_000 }, (_, nth) => nth);

describe('a reminder schedule', () => {
  it('is kept from the first reminder to the last, in whatever order it came', () => {
    expect(ReminderScheduleSchema.parse({ before: [0, 30, 7], overdue: [14, 1] })).toEqual({
      before: [30, 7, 0],
      overdue: [1, 14],
    });
    expect(ReminderScheduleSchema.parse({ before: [], overdue: [1] })).toEqual({ before: [], overdue: [1] });
    expect(ReminderScheduleSchema.parse({ before: [3660], overdue: [] })).toEqual({ before: [3660], overdue: [] });
  });

  it('has a valid default', () => {
    for (const ladder of [DEFAULT_SCHEDULE, ESCALATION_SCHEDULE])
      expect(ReminderScheduleSchema.parse(ladder)).toEqual(ladder);
  });

  it('refuses text, fractions and other values, entry by entry', () => {
    expect(problems({ before: [30, 'soon', 1.5, null, Number.NaN], overdue: ['1'] })).toEqual([
      'before.1: must be a number',
      'before.2: must be a whole number',
      'before.3: must be a number',
      'before.4: must be a number',
      'overdue.0: must be a number',
    ]);
  });

  it('refuses days that are negative or too far', () => {
    expect(problems({ before: [-7, 3661], overdue: [0, 367] })).toEqual([
      'before.0: must be at least 0',
      'before.1: must be at most 3660',
      'overdue.0: must be at least 1',
      'overdue.1: must be at most 366',
    ]);
  });

  it('refuses too many entries without checking each', () => {
    expect(problems({ before: tenThousand, overdue: [] })).toEqual(['before: must have at most 30 entries']);
    expect(problems({ before: tenThousand.map(String), overdue: [1, 2, 3, 4, 5] })).toEqual([
      'before: must have at most 30 entries',
      'overdue: must have at most 4 entries',
    ]);
  });

  it('refuses the same day twice, and no day at all', () => {
    expect(problems({ before: [1, 30, 30], overdue: [7, 7] })).toEqual([
      'before.2: repeats 30',
      'overdue.1: repeats 7',
    ]);
    expect(problems({ before: [], overdue: [] })).toEqual([
      ': must contain at least one day in before or overdue; omit it for the default',
    ]);
  });

  it('refuses other types', () => {
    expect(problems({ before: 30, overdue: [] })).toEqual(['before: must be a list']);
    expect(problems({ before: [30] })).toEqual(['overdue: is required']);
    expect(problems({ before: [30], overdue: [], after: [1] })).toEqual(['after: is not a known field']);
    for (const ladder of ['30,7,1', [30, 7], null, 7]) expect(problems(ladder)).toHaveLength(1);
  });
});
