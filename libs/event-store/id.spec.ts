import { describe, expect, it } from '@jest/globals';
import { uuidOf } from './id.js';

describe('uuidOf', () => {
  it('is the same for ever', () => {
    expect(uuidOf('provider', 'ovhcloud')).toBe('6cf908de-7351-5bcd-b24a-891904f51ea0');
  });

  it('tells the parts apart, not only their letters', () => {
    expect(uuidOf('ab', 'c')).not.toBe(uuidOf('a', 'bc'));
    expect(uuidOf('a', '')).not.toBe(uuidOf('a'));
  });
});
