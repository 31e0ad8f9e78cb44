import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvLine, headerLine, linesOf } from './csv-text.js';

describe('a line of CSV', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '＝1', '-'])('begins no formula: %j', (text) => {
    expect(parse(csvLine([text]))).toEqual([[`'${text}`]]);
  });

  it.each(['a=1', ' =1', "'=1", '1-2', ''])('leaves alone what is none: %j', (text) => {
    expect(csvLine([text, 'x'])).toBe(`${text},x\r\n`);
  });

  it('quotes commas, quotes and line ends, also behind the apostrophe of a formula', () => {
    expect(csvLine(['a,b', 'say "so"', 'two\nlines', '=HYPERLINK("x","y")'])).toBe(
      `"a,b","say ""so""","two\nlines","'=HYPERLINK(""x"",""y"")"\r\n`,
    );
  });

  it('writes numbers and truths as they are, lists by semicolons, and nothing for nothing', () => {
    expect(csvLine([-34, 0, true, ['a', 'b'], ['=a', 'b'], [], null, undefined])).toBe("-34,0,true,a;b,'=a;b,,,\r\n");
  });

  it('reads back as what was written', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 5 }), (cells) => {
        const read = parse(csvLine(cells), { record_delimiter: '\r\n' })[0];
        expect(read).toEqual(cells.map((cell) => (/^[=+\-@\t\r＝＋－＠]/.test(cell) ? `'${cell}` : cell)));
      }),
      { seed: 20261125, numRuns: 300 },
    );
  });

  it('stands under a header that is there without any', () => {
    const columns = [{ name: 'id', of: (n: number) => n }];
    expect(headerLine(columns) + linesOf(columns, [])).toBe('id\r\n');
    expect(headerLine(columns) + linesOf(columns, [1, 2])).toBe('id\r\n1\r\n2\r\n');
  });
});
