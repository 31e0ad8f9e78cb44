import { describe, expect, it } from '@jest/globals';
import { changesBetween, rebaseUnchanged } from './amendment.js';

const source = { kind: 'list', publisher: 'ANSSI', url: 'https://cyber.gouv.fr/a', sha256: 'a'.repeat(64) } as const;
const was = { occurred: '2025-04-17', source, data: { milestone: 'J0', note: 'seen on the site ' } };
const { sha256: _, ...typed } = source;

describe('a correction', () => {
  it('says nothing when nothing differs but blanks at the ends and the sum of a file, which is not typed', () => {
    const same = { ...was, source: typed, data: { note: 'seen on the site', milestone: 'J0' } };
    expect(changesBetween(was, same, false)).toBeUndefined();
  });

  it('says what differs, field by field, and takes away what was emptied', () => {
    const is = { occurred: '2025-04', source: typed, data: { milestone: 'J1', title: 'J1' } };
    expect(changesBetween(was, is, false)).toEqual({
      occurred: '2025-04',
      data: { milestone: 'J1', note: null, title: 'J1' },
    });
    expect(changesBetween(was, { source: typed, data: was.data }, false)).toEqual({ occurred: null });
  });

  it('gives the fields of a source that differ, and its sum only while the file is the same', () => {
    expect(changesBetween(was, { ...was, source: { ...typed, kind: 'press' } }, false)).toEqual({
      sourceFields: { kind: 'press' },
    });
    const other = { ...typed, url: 'https://cyber.gouv.fr/b' };
    expect(changesBetween(was, { ...was, source: other }, false)).toEqual({
      sourceFields: { url: other.url, sha256: null },
    });
  });

  it('gives a picked source as a whole', () => {
    const press = { kind: 'press', publisher: 'Clubic' } as const;
    expect(changesBetween(was, { ...was, source: press }, true)).toEqual({ source: press });
    expect(changesBetween({ data: {} }, { data: {}, source: press }, false)).toEqual({ source: press });
  });

  it('leaves a source that was emptied as it is: no correction can take one away', () => {
    expect(changesBetween(was, { occurred: was.occurred, data: was.data }, false)).toBeUndefined();
  });
});

const followed = (typed: Record<string, string>, was: Record<string, string>, is: Record<string, string>) => {
  const form = new URLSearchParams(typed);
  rebaseUnchanged(form, new URLSearchParams(was), new URLSearchParams(is));
  return Object.fromEntries(form);
};

describe('a form whose entry others corrected meanwhile', () => {
  it('follows them where nothing was typed, also where a field came or went', () => {
    const was = { occurred: '2025', 'data.level': 'low', 'data.decision': '12' };
    const is = { occurred: '2026', 'data.level': 'low', 'data.note': 'seen' };
    expect(followed({ ...was, 'data.level': 'high', 'data.note': '', once: 'x' }, was, is)).toEqual({
      ...{ occurred: '2026', 'data.level': 'high', 'data.note': 'seen', once: 'x' },
    });
  });

  it('keeps what was typed, and what was emptied, also where they say otherwise', () => {
    const was = { 'data.decision': '12', 'data.note': 'seen' };
    const is = { 'data.decision': '13', 'data.note': 'seen twice' };
    expect(followed({ 'data.decision': '14', 'data.note': '' }, was, is)).toEqual({
      'data.decision': '14',
      'data.note': '',
    });
  });

  it('takes a source field by field, unless it was picked, and the rows of a list as one', () => {
    const was = { 'source.publisher': 'A', 'source.url': 'https://a.example', 'data.holders.0.name': 'X' };
    const is = { 'source.publisher': 'B', 'source.url': 'https://b.example', 'data.holders.0.name': 'Y' };
    const typed = { ...was, 'source.publisher': 'C', 'data.holders.1.name': 'Z' };
    expect(followed(typed, was, is)).toEqual({ ...typed, 'source.url': 'https://b.example' });
    expect(followed(was, was, is)).toEqual(is);
    const picked = { ...typed, picked: 'yes' };
    expect(followed(picked, was, is)).toEqual(picked);
  });
});
