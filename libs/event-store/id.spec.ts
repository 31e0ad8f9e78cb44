import { describe, expect, it } from '@jest/globals';
import { v5 } from 'uuid';
import { uuidOf } from './id.js';

describe('uuidOf', () => {
  it('is the same for ever', () => {
    expect(uuidOf('provider', 'ovhcloud')).toBe('6cf908de-7351-5bcd-b24a-891904f51ea0');
  });

  it('is what a library makes of the parts', () => {
    const namespace = '5a1d7c6e-0c5f-5b0e-9a53-3f0f7e2b9d41';
    for (const parts of [['a'], ['dossier', '', 'é'], ['x'.repeat(1000), '"', '1']])
      expect(uuidOf(...parts)).toBe(v5(JSON.stringify(parts), namespace));
  });

  it('tells the parts apart, not only their letters', () => {
    expect(uuidOf('ab', 'c')).not.toBe(uuidOf('a', 'bc'));
    expect(uuidOf('a', '')).not.toBe(uuidOf('a'));
  });
});
