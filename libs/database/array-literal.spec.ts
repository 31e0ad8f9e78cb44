import { describe, expect, it } from '@jest/globals';
import { arrayLiteral } from './array-literal.js';

describe('an array as PostgreSQL writes it', () => {
  it('quotes every text, so that none is taken for a null, a blank or a separator', () => {
    expect(arrayLiteral(['NULL', '', 'a,b', '{c}', ' d '])).toBe('{"NULL","","a,b","{c}"," d "}');
  });

  it('escapes quotes and backslashes, every one of them', () => {
    expect(arrayLiteral(['a"b"', String.raw`c\d\ `])).toBe(String.raw`{"a\"b\"","c\\d\\ "}`);
  });

  it('leaves control characters as they are', () => {
    expect(arrayLiteral(['\n"\t', '"\u0001\\', '"\u007fé'])).toBe('{"\n\\"\t","\\"\u0001\\\\","\\"\u007fé"}');
  });

  it('leaves numbers and nulls bare', () => {
    expect(arrayLiteral([1, null])).toBe('{1,NULL}');
    expect(arrayLiteral([])).toBe('{}');
  });
});
