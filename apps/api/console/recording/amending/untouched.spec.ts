import { describe, expect, it } from '@jest/globals';
import { followUntouched } from './untouched.js';

const followed = (typed: Record<string, string>, was: Record<string, string>, is: Record<string, string>) => {
  const form = new URLSearchParams(typed);
  followUntouched(form, new URLSearchParams(was), new URLSearchParams(is));
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

  it('takes a source, and the rows of a list, as one', () => {
    const was = { 'source.publisher': 'A', 'source.url': 'https://a.example', 'data.holders.0.name': 'X' };
    const is = { 'source.publisher': 'B', 'source.url': 'https://b.example', 'data.holders.0.name': 'Y' };
    const typed = { ...was, 'source.publisher': 'C', 'data.holders.1.name': 'Z' };
    expect(followed(typed, was, is)).toEqual(typed);
    expect(followed(was, was, is)).toEqual(is);
  });
});
