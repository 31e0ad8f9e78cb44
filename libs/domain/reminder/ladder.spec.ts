import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LADDER, ESCALATION_LADDER, LadderSchema } from './ladder.js';

const problems = (ladder: unknown): string[] =>
  LadderSchema.safeParse(ladder).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

const tenThousand = Array.from({ length: 10_000 }, (_, nth) => nth);

describe('a ladder', () => {
  it('is kept from the first reminder to the last, in whatever order it came', () => {
    expect(LadderSchema.parse({ before: [0, 30, 7], overdue: [14, 1] })).toEqual({
      before: [30, 7, 0],
      overdue: [1, 14],
    });
    expect(LadderSchema.parse({ before: [], overdue: [1] })).toEqual({ before: [], overdue: [1] });
    expect(LadderSchema.parse({ before: [3660], overdue: [] })).toEqual({ before: [3660], overdue: [] });
  });

  it('of its own accord is one that could be asked for', () => {
    for (const ladder of [DEFAULT_LADDER, ESCALATION_LADDER]) expect(LadderSchema.parse(ladder)).toEqual(ladder);
  });

  it('refuses text, fractions and what is no number, entry by entry', () => {
    expect(problems({ before: [30, 'soon', 1.5, null, Number.NaN], overdue: ['1'] })).toEqual([
      'before.1: must be a whole number of days from 0 to 3660, such as 7',
      'before.2: must be a whole number of days from 0 to 3660, such as 7',
      'before.3: must be a whole number of days from 0 to 3660, such as 7',
      'before.4: must be a whole number of days from 0 to 3660, such as 7',
      'overdue.0: must be a whole number of days from 1 to 366, such as 7',
    ]);
  });

  it('refuses days that are negative or too far', () => {
    expect(problems({ before: [-7, 3661], overdue: [0, 367] })).toEqual([
      'before.0: must be 0 or more: days are counted without a sign',
      'before.1: must be at most 3660 days',
      'overdue.0: must be 1 or more: days are counted without a sign',
      'overdue.1: must be at most 366 days',
    ]);
  });

  it('refuses too many as too many, and does not look at what they are', () => {
    expect(problems({ before: tenThousand, overdue: [] })).toEqual([
      'before: must hold at most 30 days, and holds 10000',
    ]);
    expect(problems({ before: tenThousand.map(String), overdue: [1, 2, 3, 4, 5] })).toEqual([
      'before: must hold at most 30 days, and holds 10000',
      'overdue: must hold at most 4 days, and holds 5',
    ]);
  });

  it('refuses the same day twice, and no day at all', () => {
    expect(problems({ before: [1, 30, 30], overdue: [7, 7] })).toEqual([
      'before.2: 30 is there twice: one reminder a day',
      'overdue.1: 7 is there twice: one reminder a day',
    ]);
    expect(problems({ before: [], overdue: [] })).toEqual([
      ': must hold at least one day, before or overdue; leave the ladder out for the usual one',
    ]);
  });

  it('refuses what is no ladder', () => {
    expect(problems({ before: 30, overdue: [] })).toEqual([
      'before: must be a list of days, such as [7, 1]; [] for none',
    ]);
    expect(problems({ before: [30] })).toEqual(['overdue: must be a list of days, such as [1, 7]; [] for none']);
    expect(problems({ before: [30], overdue: [], after: [1] })).toEqual([': Unrecognized key: "after"']);
    for (const ladder of ['30,7,1', [30, 7], null, 7]) expect(problems(ladder)).toHaveLength(1);
  });
});
