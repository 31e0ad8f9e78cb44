import { describe, expect, it } from '@jest/globals';
import { rungsOf } from './ladder.js';

describe('the ladder', () => {
  it('counts from the earliest day of due, the day itself included', () => {
    const rungs = rungsOf({ kind: 'target', due: '2026-Q1', opens: '2025-07-05' });
    expect(rungs.slice(-4)).toEqual([
      { rung: 14, day: '2025-12-18' },
      { rung: 7, day: '2025-12-25' },
      { rung: 1, day: '2025-12-31' },
      { rung: 0, day: '2026-01-01' },
    ]);
    expect(rungs).toHaveLength(10);
  });

  it('says nothing of staleness before it is near, for it moves with every piece of news', () => {
    const rungs = rungsOf({ kind: 'staleness', due: '2026-12-01', opens: '2026-11-01' });
    expect(rungs.map(({ rung }) => rung)).toEqual([30, 14, 7, 1, 0]);
  });
});
