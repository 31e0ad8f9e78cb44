import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { everyRun, printSeed } from '#test/laws/law.js';
import { problemsOf } from '../validation.js';
import { Line, Name, Prose } from './text.js';

beforeAll(() => {
  printSeed('hidden characters');
});

describe('a name with a hidden character', () => {
  it.each([
    ['a\tb', 'control', 'U+0009', 2],
    ['a\nb', 'line-end', 'U+000A', 2],
    ['a\u0085', 'line-end', 'U+0085', 2],
    ['OVH\u001b[31m', 'control', 'U+001B', 4],
    ['a\u009fb', 'control', 'U+009F', 2],
    ['\u202eduolCHVO', 'bidi', 'U+202E', 1],
    ['OVH\u2066cloud', 'bidi', 'U+2066', 4],
    ['OVHcloud\u200f', 'bidi', 'U+200F', 9],
    ['a\u061cb', 'bidi', 'U+061C', 2],
    ['OVH\u200bcloud', 'invisible', 'U+200B', 4],
    ['OVH\u2060cloud', 'invisible', 'U+2060', 4],
    ['\ufeffOVHcloud', 'invisible', 'U+FEFF', 1],
    ['OVH\u00adcloud', 'invisible', 'U+00AD', 4],
    ['\u115f', 'invisible', 'U+115F', 1],
    ['a\u3164', 'invisible', 'U+3164', 2],
    ['a\uffa0', 'invisible', 'U+FFA0', 2],
    ['a\u2800b', 'invisible', 'U+2800', 2],
    ['a\u034fb', 'invisible', 'U+034F', 2],
    ['OVH\ufe0fcloud', 'invisible', 'U+FE0F', 4],
    ['葛\u{e0100}城', 'invisible', 'U+E0100', 2],
    ['🏴\u{e0067}', 'invisible', 'U+E0067', 2],
    ['OVH\u200dcloud', 'invisible', 'U+200D', 4],
    ['OVH\u200ccloud', 'invisible', 'U+200C', 4],
    ['ا\u200d', 'invisible', 'U+200D', 2],
    ['☁\u200dcloud', 'invisible', 'U+200D', 2],
    ['a\ue000', 'private-use', 'U+E000', 2],
    ['😀\u{10fffd}', 'private-use', 'U+10FFFD', 2],
    ['a\u0378', 'unassigned', 'U+0378', 2],
    ['a\uffff', 'unassigned', 'U+FFFF', 2],
    ['D\ufffdpôt', 'undecodable', 'U+FFFD', 2],
  ])('%j is refused with its kind, code point and place', (name, kind, codePoint, position) => {
    for (const schema of [Name, Line])
      expect(problemsOf(schema.safeParse(name).error?.issues ?? [], name)).toEqual([
        { field: '', code: 'hidden-character', params: { kind, codePoint, position } },
      ]);
  });
});

describe('a name of any script', () => {
  it.each([
    'OVHcloud',
    'Numspot – l’offre « souveraine »\u202f!',
    'Яндекс Облако',
    'می\u200cخواهم',
    'ශ්\u200dරී ලංකා',
    'क्\u200dष',
    'שלום ענן',
    'سحابة الرياض',
    '華為雲',
    'ひらがな・カタカナ',
    'e\u0301cole',
    '☁️ Cloud',
    '👩🏽\u200d💻 Dev',
    '1\ufe0f\u20e3 Cloud',
    'Ⅻ № 5 · 20 µs',
  ])('%j is accepted', (name) => {
    expect(Name.safeParse(name)).toMatchObject({ success: true });
  });
});

describe('prose', () => {
  it.each(['One\nTwo\r\n\tThree', 'Line\u2028next', 'שלום\u200f, OVH\u200e'])('%j is accepted', (text) => {
    expect(Prose.safeParse(text)).toMatchObject({ success: true });
  });

  it.each(['a\u202eb', 'a\u2067b', 'a\u200bb', 'a\u0007b', 'a\ue000b'])('%j is refused', (text) => {
    expect(problemsOf(Prose.safeParse(text).error?.issues ?? [], text)).toMatchObject([{ code: 'hidden-character' }]);
  });
});

/** Written down apart from the rule, from the tables of Unicode: what no name may have, wherever it is. */
const NEVER = [
  ...[
    [0x00, 0x1f],
    [0x7f, 0x9f],
    [0xad, 0xad],
    [0x61c, 0x61c],
    [0x115f, 0x1160],
    [0x180e, 0x180e],
    [0x200b, 0x200b],
  ],
  ...[
    [0x200e, 0x200f],
    [0x2028, 0x202e],
    [0x2060, 0x206f],
    [0x3164, 0x3164],
    [0xe000, 0xf8ff],
    [0xfeff, 0xfeff],
  ],
  ...[
    [0xfff0, 0xfffb],
    [0xfffe, 0xffff],
    [0xe0000, 0xe0fff],
    [0xf0000, 0x10ffff],
  ],
] as const;

const isNever = (codePoint: number): boolean => NEVER.some(([first, last]) => codePoint >= first && codePoint <= last);

const never = fc
  .constantFrom(...NEVER)
  .chain(([first, last]) => fc.integer({ min: first, max: last }))
  .map((codePoint) => String.fromCodePoint(codePoint));

const anything = fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.string({ maxLength: 4 }), never));

describe('whatever is sent (sampled)', () => {
  it('no accepted name contains a forbidden character', () => {
    fc.assert(
      fc.property(anything, (parts) => {
        const name = parts.join('');
        if (!Name.safeParse(name).success) return;
        expect(Array.from(name, (character) => character.codePointAt(0) ?? 0).filter(isNever)).toEqual([]);
      }),
      everyRun,
    );
  });

  it('a name with a forbidden character anywhere is refused', () => {
    fc.assert(
      fc.property(fc.string(), never, fc.string(), (before, character, after) => {
        expect(Name.safeParse(`a${before}${character}${after}b`).success).toBe(false);
      }),
      everyRun,
    );
  });
});
