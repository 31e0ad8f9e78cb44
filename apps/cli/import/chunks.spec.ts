import { describe, expect, it } from '@jest/globals';
import { CHUNK_ROWS, chunksOf } from './chunks.js';

const header = 'provider,note\n';
const file = (rows: readonly string[]) => Buffer.from(header + rows.join(''));
const rows = (count: number) => Array.from({ length: count }, (_, n) => `Cloud ${n},\n`);

describe('a file to import', () => {
  it('is passed on byte by byte when it fits into one piece', () => {
    const small = Buffer.from('\uFEFFprovider;note\r\nBleu;x\r\n');
    expect(chunksOf(small)).toEqual([{ csv: small, rows: 1, linesBefore: 0 }]);
  });

  it('is cut into pieces that each begin with the header', () => {
    const all = rows(CHUNK_ROWS * 2 + 1);
    expect(chunksOf(file(all))).toEqual([
      { csv: header + all.slice(0, CHUNK_ROWS).join(''), rows: CHUNK_ROWS, linesBefore: 0 },
      { csv: header + all.slice(CHUNK_ROWS, CHUNK_ROWS * 2).join(''), rows: CHUNK_ROWS, linesBefore: CHUNK_ROWS },
      { csv: header + (all.at(-1) ?? ''), rows: 1, linesBefore: CHUNK_ROWS * 2 },
    ]);
  });

  it('is not cut inside a quoted cell, whose line ends count as lines of the file', () => {
    const all = ['Bleu,"said ""so\nand so"""\n', ...rows(CHUNK_ROWS)];
    const [first, second] = chunksOf(file(all));
    expect(first).toMatchObject({ rows: CHUNK_ROWS, linesBefore: 0 });
    expect(second).toEqual({ csv: header + (all.at(-1) ?? ''), rows: 1, linesBefore: CHUNK_ROWS + 1 });
  });

  it('is cut by size where rows are long', () => {
    const long = Array.from({ length: 5 }, () => `Cloud,${'x'.repeat(900_000)}\n`);
    expect(chunksOf(file(long)).map((chunk) => chunk.rows)).toEqual([2, 2, 1]);
  });

  it('may end without a line end', () => {
    const all = [...rows(CHUNK_ROWS), 'Last,'];
    expect(chunksOf(file(all)).at(-1)).toMatchObject({ csv: `${header}Last,\n`, rows: 1 });
  });

  it('must be UTF-8', () => {
    expect(() => chunksOf(Buffer.from('provider\nSoci\xe9t\xe9\n', 'latin1'))).toThrow('not UTF-8');
  });
});
