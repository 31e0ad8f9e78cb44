import { describe, expect, it } from '@jest/globals';
import { instantsSince, isEqual } from './bitemporal-history.js';

const at = (position: number, second: number) => ({
  position,
  recordedAt: new Date(Date.UTC(2026, 10, 25, 8, 0, second)),
});

describe('the instants of a stream', () => {
  const record = [at(3, 1), at(4, 1), at(9, 2)];

  it('keep together events recorded at the same instant', () => {
    expect(instantsSince(record, 0)).toEqual([
      { first: 3, last: 4, count: 2 },
      { first: 9, last: 9, count: 3 },
    ]);
  });

  it('are those that end at the position asked for or later', () => {
    expect(instantsSince(record, 4)).toHaveLength(2);
    expect(instantsSince(record, 5)).toEqual([{ first: 9, last: 9, count: 3 }]);
  });

  it('come also with a publication of its scheme, in one with the events of that instant', () => {
    expect(instantsSince(record, 0, [at(8, 2), at(12, 5)])).toEqual([
      { first: 3, last: 4, count: 2 },
      { first: 8, last: 9, count: 3 },
      { first: 12, last: 12, count: 3 },
    ]);
  });

  it('do not come with a publication before the stream begins', () => {
    expect(instantsSince(record, 0, [at(1, 0)])).toEqual(instantsSince(record, 0));
  });
});

describe('two values of a table', () => {
  const stage = { milestone: 'J1', occurred: '2026-05', confirmed: false };

  it('are equal whatever the order of their fields, and whether one that has no value is there', () => {
    expect(isEqual({ kinds: ['iaas'], stage, next: undefined }, { stage: { ...stage }, kinds: ['iaas'] })).toBe(true);
  });

  it.each([
    { stage: { ...stage, occurred: '2026-06' }, kinds: ['iaas'] },
    { stage: null, kinds: ['iaas'] },
    { stage, kinds: ['iaas', 'paas'] },
    { stage, kinds: ['iaas'], next: null },
    { kinds: ['iaas'] },
  ])('differ by any field, such as in %j', (other) => {
    const one = { stage, kinds: ['iaas'] };
    expect([isEqual(one, other), isEqual(other, one)]).toEqual([false, false]);
  });
});
