import { describe, expect, it } from '@jest/globals';
import { waitAfter } from './retry-schedule.js';

const hour = 3_600_000;

describe('the retry schedule', () => {
  it('waits longer each time and ends after ten attempts', () => {
    const waits = Array.from({ length: 10 }, (_, index) => waitAfter(index + 1, 0, 0));
    const hours = waits.map((wait) => wait && wait / hour);
    expect(hours).toEqual([5 / 3600, 5 / 60, 0.5, 2, 5, 10, 14, 20, 24, undefined]);
  });

  it('adds up to a fifth', () => {
    expect(waitAfter(3, 0, 1)).toBeCloseTo(0.6 * hour);
  });

  it('obeys the far end up to a day, and never comes sooner for it', () => {
    expect(waitAfter(1, hour, 0)).toBe(hour);
    expect(waitAfter(1, 1000 * hour, 0)).toBe(24 * hour);
    expect(waitAfter(4, 1, 0)).toBe(2 * hour);
  });
});
