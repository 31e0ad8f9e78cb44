import { describe, expect, it } from '@jest/globals';
import { deliveryWakeUp } from './delivery-wake-up.js';

const now = new Date('2026-11-25T08:00:00Z');
const at = (instant: string) => deliveryWakeUp({ id: 'd', fireAt: new Date(instant) }, now, 'b1');

describe('wake-ups for deliveries', () => {
  it('are named for their time', () => {
    expect(at('2026-11-25T08:00:01Z')).toEqual({
      jobId: `delivery-d-${now.getTime() + 1_000}`,
      id: 'd',
      delayMs: 1_000,
    });
  });

  it('are named for the process too when they are due, so that none that waits by an older clock stands in their way', () => {
    expect(at('2026-11-25T08:00:00Z')).toEqual({ jobId: `delivery-b1-d-${now.getTime()}`, id: 'd', delayMs: 0 });
    expect(at('2026-11-25T07:59:59Z')).toEqual({
      jobId: `delivery-b1-d-${now.getTime() - 1_000}`,
      id: 'd',
      delayMs: 0,
    });
  });
});
