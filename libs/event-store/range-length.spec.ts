import { expect, it } from '@jest/globals';
import { RangeLength } from './range-length.js';

it('begins small, quadruples while ranges are quick, and shrinks to what takes four seconds, never to nothing', () => {
  const range = new RangeLength(1_000);
  const lengths = [5, 2_000, 5, 5, 8_000, 160_000, 1_200_000].map((tookMs) => {
    range.adapt(range.positions, tookMs);
    return range.positions;
  });
  expect([new RangeLength(20).positions, new RangeLength(1_000).positions]).toEqual([20, 100]);
  expect(lengths).toEqual([400, 800, 1_000, 1_000, 500, 12, 1]);
});

it('does not grow by what ended at the head, and shrinks by it', () => {
  const range = new RangeLength(1_000);
  range.adapt(3, 1);
  expect(range.positions).toBe(100);
  range.adapt(10, 8_000);
  expect(range.positions).toBe(5);
});
