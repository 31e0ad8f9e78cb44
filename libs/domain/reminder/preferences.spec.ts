import { describe, expect, it } from '@jest/globals';
import { say } from '#language/phrases.js';
import { problemsOf } from '../validation.js';
import { ReminderPreferencesSchema } from './preferences.js';

const problems = (wishes: unknown): string[] =>
  problemsOf(ReminderPreferencesSchema.safeParse(wishes).error?.issues ?? [], wishes).map(
    (one) => `${one.field}: ${say(one, 'en')}`,
  );

describe('reminder settings', () => {
  it('default to a recipient and the working days of France', () => {
    expect(ReminderPreferencesSchema.parse({})).toEqual({ holidays: 'france', role: 'recipient' });
  });

  it('can be set in full', () => {
    const wishes = {
      ladder: { before: [30, 0], overdue: [1] },
      timeZone: 'Indian/Reunion',
      holidays: 'none',
      role: 'escalation',
      escalateAfterDays: 5,
    };
    expect(ReminderPreferencesSchema.parse(wishes)).toEqual(wishes);
  });

  it('name the invalid value and the allowed ones', () => {
    expect(problems({ timeZone: 'Paris', escalateAfterDays: 2 })).toEqual([
      'timeZone: must be an IANA time zone, such as Europe/Paris',
      'escalateAfterDays: applies to the role escalation only',
    ]);
    expect(problems({ role: 'escalation', escalateAfterDays: 0 })).toEqual(['escalateAfterDays: must be at least 1']);
    expect(problems({ role: 'escalation', escalateAfterDays: 61 })).toEqual(['escalateAfterDays: must be at most 60']);
    expect(problems({ role: 'escalation', escalateAfterDays: 'soon' })).toEqual([
      'escalateAfterDays: must be a number',
    ]);
    expect(problems({ ladder: { before: ['soon'], overdue: [] } })).toEqual(['ladder.before.0: must be a number']);
    expect(problems({ holidays: 'bavaria' })).toHaveLength(1);
    expect(problems({ hour: 9 })).toHaveLength(1);
  });
});
