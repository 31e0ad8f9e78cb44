import { describe, expect, it } from '@jest/globals';
import { type StoredLine, urgencyOf } from './board-line.js';

type Judged = Parameters<typeof urgencyOf>[0];

const line = (override: Partial<Judged> = {}): Judged => ({
  status: 'granted',
  expiring: false,
  grantEnd: null,
  missed: null,
  next: null,
  ...override,
});

const nextOn = (day: string): StoredLine['next'] => ({
  key: 'k',
  kind: 'target',
  due: day,
  lapses: null,
  title: null,
  day,
});

describe('what is most urgent', () => {
  it('is by end date, then latest missed deadline, then next deadline, then the rest, then latest loss', () => {
    const inOrder = [
      line({ expiring: true, grantEnd: '2026-11-30', missed: '2019-01-01' }),
      line({ expiring: true, grantEnd: '2026-12-29' }),
      line({ missed: '2026-11-24', next: nextOn('2027-12-01') }),
      line({ missed: '2019-12-31', next: nextOn('2026-11-26') }),
      line({ next: nextOn('2026-11-26') }),
      line({ next: nextOn('2027-11-26') }),
      line(),
      line({ status: 'expired', missed: '2026-11-24' }),
      line({ status: 'withdrawn', missed: '2019-12-31', next: nextOn('2026-11-26') }),
      line({ status: 'refused' }),
    ];
    const urgencies = inOrder.map(urgencyOf);
    expect(urgencies).toEqual(urgencies.toSorted((a, b) => a - b));
    expect(new Set(urgencies).size).toBe(inOrder.length);
  });
});
