import { describe, expect, it } from '@jest/globals';
import {
  afterFailures,
  batchSize,
  type EndpointHealth,
  isOpen,
  isPaused,
  nextSlotAt,
  retryAt,
  SCHEDULE_MS,
  throttledMs,
} from './retry-schedule.js';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const beganAt = new Date('2026-11-25T08:00:00Z');
const after = (ms: number): Date => new Date(beganAt.getTime() + ms);

/** How long after the first attempt each one is, when each takes so long and fails. */
function attempts(tookMs: number, random: number): number[] {
  const times = [0];
  for (;;) {
    const triedAt = after(times.at(-1)!);
    const next = retryAt({ beganAt, triedAt, at: new Date(triedAt.getTime() + tookMs) }, random);
    if (!next) return times;
    times.push(next.getTime() - beganAt.getTime());
  }
}

describe('the retry schedule', () => {
  it('waits longer each time, and ends with the tenth attempt', () => {
    const times = attempts(0, 0);
    const waits = times.slice(1).map((time, index) => (time - times[index]!) / hour);
    expect(waits).toEqual([5 / 3600, 5 / 60, 0.5, 2, 5, 10, 14, 20, 24].map((wait) => expect.closeTo(wait, 6)));
    expect(times.at(-1)).toBe(SCHEDULE_MS);
  });

  it('adds up to a fifth to each wait, and ends when it would have ended without', () => {
    expect(attempts(0, 1).slice(0, 4)).toEqual([0, 6 * second, 366 * second, 366 * second + 36 * minute]);
    expect(attempts(0, 1).at(-1)).toBe(SCHEDULE_MS);
    expect(attempts(0, 1)).toHaveLength(10);
  });

  it('is the same for an endpoint that needs fifteen seconds to fail', () => {
    expect(attempts(15 * second, 0)).toHaveLength(10);
  });

  it('depends on time and not on the count, so that an extra attempt does not shorten it', () => {
    const again = (ms: number) =>
      retryAt({ beganAt, triedAt: after(ms), at: after(ms) }, 0)!.getTime() - after(ms).getTime();
    expect([again(1 * hour), again(1.5 * hour), again(2 * hour)]).toEqual([2 * hour, 2 * hour, 2 * hour]);
    expect(again(3 * hour)).toBe(5 * hour);
  });

  it('respects Retry-After up to a day, also beyond its own end, but never retries earlier', () => {
    const asked = (ms: number, retryAfterMs: number) =>
      retryAt({ beganAt, triedAt: after(ms), at: after(ms), retryAfterMs }, 0)!.getTime() - after(ms).getTime();
    expect(asked(0, hour)).toBe(hour);
    expect(asked(0, 1000 * hour)).toBe(24 * hour);
    expect(asked(hour, second)).toBe(2 * hour);
    expect(asked(70 * hour, 24 * hour)).toBe(24 * hour);
    expect(retryAt({ beganAt, triedAt: after(94 * hour), at: after(94 * hour), retryAfterMs: hour }, 0)).toBe(
      undefined,
    );
  });
});

const well: EndpointHealth = { failures: 0, failingSince: null, pausedUntil: null };

describe('the breaker', () => {
  it('opens at the fifth failure in a row, for a minute, then for twice as long each time, up to an hour', () => {
    let health = well;
    const pauses: number[] = [];
    let at = beganAt;
    for (let nth = 0; nth < 13; nth++) {
      health = afterFailures(health, { failed: 1, at });
      const pause = (health.pausedUntil ?? at).getTime() - at.getTime();
      pauses.push(pause / minute);
      at = new Date(at.getTime() + pause);
    }
    expect(pauses).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(health.failingSince).toEqual(beganAt);
  });

  it('counts simultaneous failures, and those during a pause, as one', () => {
    const opened = afterFailures({ ...well, failures: 2 }, { failed: 8, at: beganAt });
    expect(opened).toEqual({ failures: 5, failingSince: beganAt, pausedUntil: after(minute) });
    const late = afterFailures(opened, { failed: 8, at: after(1_000) });
    expect(late).toEqual(opened);
    expect(afterFailures(late, { failed: 3, at: after(minute) }).pausedUntil).toEqual(after(3 * minute));
  });

  it('pauses an endpoint that asks for it, up to a day, and does not open for that', () => {
    const throttled = afterFailures(well, { failed: 8, at: beganAt, throttledMs: 30 * 60 * minute });
    expect(throttled).toEqual({ failures: 5, failingSince: beganAt, pausedUntil: after(24 * 60 * minute) });
    const one = afterFailures(well, { failed: 1, at: beganAt, throttledMs: minute });
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

it.each([
  [1, 1, 60_000],
  [30, 1, 2_000],
  [90, 1, 667],
  [600, 10, 1_000],
  [6000, 100, 1_000],
])('%s a minute are %s at once, and the next after %s ms', (rate, count, ms) => {
  expect(batchSize(rate)).toBe(count);
  expect(nextSlotAt(beganAt, count, rate).getTime() - beganAt.getTime()).toBe(ms);
});
