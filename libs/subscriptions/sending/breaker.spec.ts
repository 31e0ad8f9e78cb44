import { describe, expect, it } from '@jest/globals';
import {
  afterFailures,
  batchSize,
  type EndpointHealth,
  isOpen,
  isPaused,
  nextSlotAt,
  throttledMs,
} from './retry-schedule.js';

const minute = 60_000;
const start = new Date('2026-11-25T08:00:00Z');
const after = (ms: number): Date => new Date(start.getTime() + ms);
const well: EndpointHealth = { failures: 0, failingSince: null, pausedUntil: null };

describe('the breaker', () => {
  it('opens at the fifth failure in a row, for a minute, then for twice as long each time, up to an hour', () => {
    let health = well;
    const pauses: number[] = [];
    let at = start;
    for (let nth = 0; nth < 13; nth++) {
      health = afterFailures(health, { failed: 1, at });
      const pause = (health.pausedUntil ?? at).getTime() - at.getTime();
      pauses.push(pause / minute);
      at = new Date(at.getTime() + pause);
    }
    expect(pauses).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(health.failingSince).toEqual(start);
  });

  it('counts simultaneous failures, and those during a pause, as one', () => {
    const opened = afterFailures({ ...well, failures: 2 }, { failed: 8, at: start });
    expect(opened).toEqual({ failures: 5, failingSince: start, pausedUntil: after(minute) });
    const late = afterFailures(opened, { failed: 8, at: after(1_000) });
    expect(late).toEqual(opened);
    expect(afterFailures(late, { failed: 3, at: after(minute) }).pausedUntil).toEqual(after(3 * minute));
  });

  it('pauses an endpoint that asks for it, up to a day, and does not open for that', () => {
    const throttled = afterFailures(well, { failed: 8, at: start, throttledMs: 30 * 60 * minute });
    expect(throttled).toEqual({ failures: 5, failingSince: start, pausedUntil: after(24 * 60 * minute) });
    const one = afterFailures(well, { failed: 1, at: start, throttledMs: minute });
    expect([isOpen(one), isPaused(one, after(1)), isPaused(one, after(minute))]).toEqual([false, true, false]);
    expect(afterFailures(throttled, { failed: 1, at: after(1), throttledMs: minute })).toEqual(throttled);
  });

  it.each([
    [429, undefined, minute],
    [429, 5_000, 5_000],
    [502, undefined, minute],
    [504, 90 * minute, 90 * minute],
    [503, 5_000, 5_000],
    [503, undefined, undefined],
    [500, 5_000, undefined],
    [null, undefined, undefined],
  ])('reads %s with Retry-After %s ms as a pause of %s ms', (code, retryAfterMs, pause) => {
    expect(throttledMs(code, retryAfterMs)).toBe(pause);
  });
});

const now = new Date('2026-11-25T08:00:00Z');

it.each([
  [1, 1, 60_000],
  [30, 1, 2_000],
  [90, 1, 667],
  [600, 10, 1_000],
  [6000, 100, 1_000],
])('%s a minute are %s at once, and the next after %s ms', (rate, count, ms) => {
  expect(batchSize(rate)).toBe(count);
  expect(nextSlotAt(now, count, rate).getTime() - now.getTime()).toBe(ms);
});
