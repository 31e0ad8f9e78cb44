import { describe, expect, it } from '@jest/globals';
import { narrowed } from './subscriptions.js';

const all = { changes: true, deadlines: true };

describe('what a recipient chooses', () => {
  it('is part of what the owner offers', () => {
    const offered = { ...all, schemes: ['hds', 'ens'], confirmedOnly: true };
    expect(narrowed(offered, { ...all, schemes: ['ens', 'c5'], becomes: ['granted'], deadlines: false })).toEqual({
      ...{ schemes: ['ens'], becomes: ['granted'], confirmedOnly: true, changes: true, deadlines: false },
    });
    expect(narrowed(offered, all)).toEqual(offered);
  });

  it('is not nothing', () => {
    expect(() => narrowed({ ...all, schemes: ['hds'] }, { ...all, schemes: ['ens'] })).toThrow('filter-not-offered');
    expect(() => narrowed({ ...all, changes: false }, { ...all, deadlines: false })).toThrow('filter-not-offered');
  });
});
