import { describe, expect, it } from '@jest/globals';
import { spreadOf } from './durations.js';

describe('a spread', () => {
  it('of no numbers is empty, and of one number is that number', () => {
    expect(spreadOf([])).toBeNull();
    expect(spreadOf([214])).toEqual({ min: 214, lowerQuartile: 214, median: 214, upperQuartile: 214, max: 214 });
  });

  it('interpolates between neighbours', () => {
    expect(spreadOf([400, 100, 300, 200])).toEqual({
      min: 100,
      lowerQuartile: 175,
      median: 250,
      upperQuartile: 325,
      max: 400,
    });
    expect(spreadOf([10, 9, 100, 8, 7])).toEqual({ min: 7, lowerQuartile: 8, median: 9, upperQuartile: 10, max: 100 });
  });
});
