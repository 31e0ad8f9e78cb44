import { describe, expect, it } from '@jest/globals';
import { ReminderWishesSchema } from './wishes.js';

const problems = (wishes: unknown): string[] =>
  ReminderWishesSchema.safeParse(wishes).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ??
  [];

describe('how somebody wants to be reminded', () => {
  it('is as usual where nothing is said: a recipient, on working days of France', () => {
    expect(ReminderWishesSchema.parse({})).toEqual({ holidays: 'france', role: 'recipient' });
  });

  it('may be said in full', () => {
    const wishes = {
      ladder: { before: [30, 0], overdue: [1] },
      timeZone: 'Indian/Reunion',
      holidays: 'none',
      role: 'escalation',
      escalateAfterDays: 5,
    };
    expect(ReminderWishesSchema.parse(wishes)).toEqual(wishes);
  });

  it('names what is wrong, and what would be right', () => {
    expect(problems({ timeZone: 'Paris', escalateAfterDays: 2 })).toEqual([
      'timeZone: must be a time zone of the IANA database, such as Europe/Paris',
      'escalateAfterDays: is for the role escalation: leave it out, or set role to escalation',
    ]);
    expect(problems({ role: 'escalation', escalateAfterDays: 0 })).toEqual(['escalateAfterDays: must be 1 or more']);
    expect(problems({ role: 'escalation', escalateAfterDays: 61 })).toEqual(['escalateAfterDays: must be at most 60']);
    expect(problems({ role: 'escalation', escalateAfterDays: 'soon' })).toEqual([
      'escalateAfterDays: must be a whole number of days from 1 to 60',
    ]);
    expect(problems({ ladder: { before: ['soon'], overdue: [] } })).toEqual([
      'ladder.before.0: must be a whole number of days from 0 to 3660, such as 7',
    ]);
    expect(problems({ holidays: 'bavaria' })).toHaveLength(1);
    expect(problems({ hour: 9 })).toHaveLength(1);
  });
});
