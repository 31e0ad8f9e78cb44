import { expect, it } from '@jest/globals';
import { atOnce, nextSlotAt } from './rate.js';

const now = new Date('2026-11-25T08:00:00Z');

it.each([
  [1, 1, 60_000],
  [30, 1, 2_000],
  [90, 1, 667],
  [600, 10, 1_000],
  [6000, 100, 1_000],
])('%s a minute are %s at once, and the next after %s ms', (rate, count, ms) => {
  expect(atOnce(rate)).toBe(count);
  expect(nextSlotAt(now, count, rate).getTime() - now.getTime()).toBe(ms);
});
