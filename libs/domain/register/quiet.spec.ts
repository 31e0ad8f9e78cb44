import { describe, expect, it } from '@jest/globals';
import { addDays } from '../date/day.js';
import { fedrampMarketplace } from './fedramp-marketplace.js';
import { frozenSince } from './quiet.js';

const START = '2020-01-01';

/** Readings some days after the first, each with whether it changed something. */
const reads = (days: Record<number, boolean>) =>
  Object.entries(days).map(([after, isChange]) => ({
    occurred: addDays(START, Number(after)),
    data: { added: isChange ? ['F1'] : [], changed: [], gone: [] },
  }));
const since = (days: Record<number, boolean>, after: number, more = {}) =>
  frozenSince(reads(days), addDays(START, after), { ...fedrampMarketplace, ...more });

describe('a register that lists the same for long', () => {
  it('is frozen once that is longer than it ever was quiet, and than it may go unread', () => {
    const lively = { 0: false, 7: true, 14: true, 70: true, 77: true, 84: true, 90: false };
    expect(since(lively, 84 + 56)).toBeUndefined();
    expect(since(lively, 84 + 57)).toBe(addDays(START, 84));
    expect(since({ 0: false, 7: true, 14: true, 20: true, 27: true, 34: true }, 34 + 45)).toBeUndefined();
  });

  it('is frozen after a year if it is not known well, or after what it says', () => {
    expect(since({ 0: true, 100: false }, 365)).toBeUndefined();
    expect(since({ 0: true, 100: false }, 366)).toBe(START);
    expect(since({ 0: true, 100: false }, 91, { frozenAfterDays: 90 })).toBe(START);
    expect(since({}, 1000)).toBeUndefined();
  });
});
