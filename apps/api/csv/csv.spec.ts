import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { times } from '#test/laws/law.js';
import { csvLine, headerLine, jsonCell, linesOf } from './csv.js';

describe('a line of CSV', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '＝1', '-', ' =1', '\u00a0\u3000＠x'])(
    'begins no formula: %j',
    (text) => {
      expect(parse(csvLine([text]))).toEqual([[`'${text}`]]);
    },
  );

  it.each([
    ['News;=1+1', "News;'=1+1"],
    ['a; =1;-b', "a;' =1;'-b"],
    ['\n=1', "\n'=1"],
    ['a\r\n@x\n\n+1', "a\r\n'@x\n\n'+1"],
    ['\t=1', "'\t'=1"],
    ['a\t＝1', "a\t'＝1"],
    ['a;"=1"', `a;'"=1"`],
  ])('begins none within a cell either, wherever a spreadsheet may cut it: %j', (text, safe) => {
    expect(parse(csvLine([text, 'x']))).toEqual([[safe, 'x']]);
  });

  it.each(['a=1', "'=1", '1-2', '', 'a - b'])('leaves alone what is none: %j', (text) => {
    expect(csvLine([text, 'x'])).toBe(`${text},x\r\n`);
  });

  it('quotes commas, semicolons, quotes and line ends, also behind the apostrophe of a formula', () => {
    expect(csvLine(['a,b', 'a;b', 'say "so"', 'two\nlines', '=HYPERLINK("x","y")'])).toBe(
      `"a,b","a;b","say ""so""","two\nlines","'=HYPERLINK(""x"",""y"")"\r\n`,
    );
  });

  it('writes numbers and truths as they are, lists by semicolons, and nothing for nothing', () => {
    expect(csvLine([-34, 0, true, ['a', 'b'], ['=a', '-b'], [], null, undefined])).toBe(
      `-34,0,true,"a;b","'=a;'-b",,,\r\n`,
    );
  });

  it('reads back as what was written, once the apostrophes are off that guard it (sampled)', () => {
    const cell = fc.string({ unit: fc.constantFrom(...Array.from('=+-@＝; \t\r\n"\'a,|\u3000')) });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 5 }), (cells) => {
        const read = parse(csvLine(cells), { record_delimiter: '\r\n' })[0] ?? [];
        expect(
          read.map((text) => text.split(/[;\t\r\n]/).filter((part) => /^\s*(?:"+\s*)?[=+\-@＝＋－＠]/.test(part))),
        ).toEqual(cells.map((text) => (/^[^\S;\t\r\n]*"/.test(text) ? expect.anything() : [])));
        const bare = (text: string) => text.replaceAll("'", '');
        expect(read.map(bare)).toEqual(cells.map(bare));
      }),
      { seed: 20261125, numRuns: times(1000) },
    );
  });

  // Quadratic time would take minutes here.
  it.each([`;${' '.repeat(500_000)}x`, `;${'"'.repeat(500_000)}x`, ';'.repeat(500_000), '\t '.repeat(250_000)])(
    'takes linear time for any cell (%#)',
    (text) => {
      expect(csvLine([text]).length).toBeGreaterThan(text.length);
      expect(jsonCell({ text }).length).toBeGreaterThan(text.length);
    },
  );

  it('keeps JSON what it is, without a formula in it', () => {
    const value = { title: 'News; =1+1', note: 'a;-b', plain: 'a=b' };
    expect(jsonCell(value)).toBe('{"title":"News; \\u003d1+1","note":"a;\\u002db","plain":"a=b"}');
    expect(JSON.parse(jsonCell(value))).toEqual(value);
    expect(parse(csvLine([jsonCell(value), 'x']))).toEqual([[jsonCell(value), 'x']]);
  });

  it('stands under a header that is there without any', () => {
    const columns = [{ name: 'id', of: (n: number) => n }];
    expect(headerLine(columns) + linesOf(columns, [])).toBe('id\r\n');
    expect(headerLine(columns) + linesOf(columns, [1, 2])).toBe('id\r\n1\r\n2\r\n');
  });
});
