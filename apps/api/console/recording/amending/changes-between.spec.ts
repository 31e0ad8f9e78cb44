import { describe, expect, it } from '@jest/globals';
import { changesBetween } from './changes-between.js';

const source = { kind: 'list', publisher: 'ANSSI', url: 'https://cyber.gouv.fr/a', sha256: 'a'.repeat(64) } as const;
const was = { occurred: '2025-04-17', source, data: { milestone: 'J0', note: 'seen on the site ' } };
const { sha256: _, ...typed } = source;

describe('a correction', () => {
  it('says nothing when nothing differs but blanks at the ends and the sum of a file, which is not typed', () => {
    const same = { ...was, source: typed, data: { note: 'seen on the site', milestone: 'J0' } };
    expect(changesBetween(was, same)).toBeUndefined();
  });

  it('says what differs, field by field, and takes away what was emptied', () => {
    const is = { occurred: '2025-04', source: typed, data: { milestone: 'J1', title: 'J1' } };
    expect(changesBetween(was, is)).toEqual({
      occurred: '2025-04',
      data: { milestone: 'J1', note: null, title: 'J1' },
    });
    expect(changesBetween(was, { source: typed, data: was.data })).toEqual({ occurred: null });
  });

  it('gives a source as a whole, with the sum of the file while that is the same', () => {
    expect(changesBetween(was, { ...was, source: { ...typed, kind: 'press' } })).toEqual({
      source: { ...source, kind: 'press' },
    });
    const other = { ...typed, url: 'https://cyber.gouv.fr/b' };
    expect(changesBetween(was, { ...was, source: other })).toEqual({ source: other });
  });

  it('leaves a source that was emptied as it is: no correction can take one away', () => {
    expect(changesBetween(was, { occurred: was.occurred, data: was.data })).toBeUndefined();
  });
});
