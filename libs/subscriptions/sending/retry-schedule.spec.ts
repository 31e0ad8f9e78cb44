import { describe, expect, it } from '@jest/globals';
import { SCHEDULE_MS, retryAt } from './retry-schedule.js';

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
