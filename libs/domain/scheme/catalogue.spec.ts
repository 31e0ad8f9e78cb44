import { describe, expect, it } from '@jest/globals';
import { builtInSchemes } from './catalogue.js';
import { milestoneIndex, SchemeSchema } from './scheme.js';

describe('the built-in schemes', () => {
  it.each([...builtInSchemes])('%s is valid data, ends in its outcome and has each code once', (slug, scheme) => {
    const codes = scheme.milestones.map(({ code }) => code);
    expect(SchemeSchema.parse(scheme)).toEqual(scheme);
    expect(scheme.slug).toBe(slug);
    expect(scheme.milestones.at(-1)?.gives).toBe('granted');
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('put the draft 3.2.a before version 3.2: order is data', () => {
    const versions = builtInSchemes.get('secnumcloud')?.referentials.map(({ version }) => version);
    expect(versions).toEqual(['3.0', '3.1', '3.2.a', '3.2']);
  });

  it('know the place of a milestone, and that of a code they do not have', () => {
    const scheme = builtInSchemes.get('secnumcloud')!;
    expect([milestoneIndex(scheme, 'J0'), milestoneIndex(scheme, 'J3'), milestoneIndex(scheme, 'j3')]).toEqual([
      0, 3, -1,
    ]);
  });
});
