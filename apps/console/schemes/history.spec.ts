import { describe, expect, it } from '@jest/globals';
import { scheme } from '#test/schemes.js';
import { changesBetween } from './versions.js';

describe('what changed in a scheme', () => {
  it('is nothing when only the order in which fields were written differs', () => {
    const { maximalValidity, ...rest } = scheme();
    const { years = 0, toleranceDays = 0 } = maximalValidity ?? {};
    expect(changesBetween(scheme(), { ...rest, maximalValidity: { toleranceDays, years } })).toEqual([]);
  });

  it('names the stages and versions that came and went', () => {
    const after = scheme({ referentials: [{ version: '2', published: '2026-01-01' }], levels: ['high'] });
    expect(changesBetween(scheme(), after)).toEqual([
      { field: 'levels', added: ['high'], gone: [] },
      { field: 'referentials', added: ['2'], gone: ['1'] },
    ]);
  });
});
