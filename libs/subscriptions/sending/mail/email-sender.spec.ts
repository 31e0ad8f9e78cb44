import { describe, expect, it } from '@jest/globals';
import { rateLimitOf } from './email-sender.js';

/** When mails go out that are all there at the beginning. */
function instants(perMinute: number, count: number): number[] {
  const { distanceMs, ahead } = rateLimitOf(perMinute);
  return Array.from({ length: count }, (_, index) => Math.max(0, index - ahead) * distanceMs);
}

describe('the pace of mails to one domain', () => {
  it.each([1, 2, 5, 6, 7, 60, 100, 6_000])('lets %d out in a minute, and not one more', (perMinute) => {
    const within = instants(perMinute, perMinute + 1).filter((instant) => instant < 60_000).length;
    expect([perMinute, perMinute - 1]).toContain(within); // distances are whole milliseconds
  });

  it('sends some at once, since few wait', () => {
    expect(instants(60, 12)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1_177, 2_354]);
  });
});
