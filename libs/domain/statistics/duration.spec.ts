import { describe, expect, it } from '@jest/globals';
import { durationBetween, type DatedMilestone } from './durations.js';

const on = (occurred: string, confirmed = true): DatedMilestone => ({ milestone: 'J0', occurred, confirmed });

describe('a duration', () => {
  it('between two days is the number of days between them', () => {
    expect(durationBetween(on('2025-04-17'), on('2025-11-17'))).toEqual({
      days: 214,
      shortest: 214,
      longest: 214,
      precise: true,
      confirmed: true,
    });
    expect(durationBetween(on('2024-02-28'), on('2024-03-01'))?.days).toBe(2);
    expect(durationBetween(on('2025-04-17'), on('2025-04-17'))?.days).toBe(0);
  });

  it('of partial dates counts from their earliest days, with the possible range', () => {
    expect(durationBetween(on('2024-09'), on('2026-07-31'))).toMatchObject({
      days: 698,
      shortest: 669,
      longest: 698,
      precise: false,
    });
    expect(durationBetween(on('2025-01-10'), on('2025-Q1'))).toMatchObject({ days: 0, shortest: 0, longest: 80 });
    expect(durationBetween(on('2025'), on('2025'))).toMatchObject({ days: 0, shortest: 0, longest: 364 });
  });

  it('does not exist if the second date is before the first', () => {
    expect(durationBetween(on('2025-04-17'), on('2025-04-16'))).toBeUndefined();
    expect(durationBetween(on('2025-04'), on('2025-03'))).toBeUndefined();
  });

  it('is confirmed if the authority dates both ends', () => {
    expect(durationBetween(on('2025-04-17'), on('2025-11-17', false))?.confirmed).toBe(false);
  });
});
