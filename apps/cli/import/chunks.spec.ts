import { describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Chunk, CHUNK_ROWS, type ChunkLimits, chunksOf, countRows, openFile } from './chunks.js';

const header = 'provider,note\n';
const file = (rows: readonly string[]) => Buffer.from(header + rows.join(''));
const rows = (count: number) => Array.from({ length: count }, (_, n) => `Cloud ${n},\n`);

/** As a file is read: piece by piece, wherever that cuts it. */
async function* read(bytes: Buffer, piece = 997): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += piece) yield Promise.resolve(bytes.subarray(start, start + piece));
}

async function chunks(bytes: Buffer, limits?: ChunkLimits): Promise<Chunk[]> {
  const found: Chunk[] = [];
  for await (const chunk of chunksOf(read(bytes), limits)) found.push(chunk);
  return found;
}

describe('a file to import', () => {
  it('is passed on byte by byte when it fits into one piece', async () => {
    const small = Buffer.from('\uFEFFprovider;note\r\nBleu;x\r\n');
    expect(await chunks(small)).toEqual([{ csv: small, rows: 1, linesBefore: 0 }]);
    expect(await chunks(Buffer.from(''))).toEqual([{ csv: Buffer.from(''), rows: 0, linesBefore: 0 }]);
    const whole = file(rows(CHUNK_ROWS));
    expect(await chunks(whole)).toEqual([{ csv: whole, rows: CHUNK_ROWS, linesBefore: 0 }]);
  });

  it('is cut into pieces that each begin with the header', async () => {
    const all = rows(CHUNK_ROWS * 2 + 1);
    expect(await chunks(file(all))).toEqual([
      { csv: header + all.slice(0, CHUNK_ROWS).join(''), rows: CHUNK_ROWS, linesBefore: 0 },
      { csv: header + all.slice(CHUNK_ROWS, CHUNK_ROWS * 2).join(''), rows: CHUNK_ROWS, linesBefore: CHUNK_ROWS },
      { csv: header + (all.at(-1) ?? ''), rows: 1, linesBefore: CHUNK_ROWS * 2 },
    ]);
  });

  it('is not cut inside a quoted cell, whose line ends count as lines of the file', async () => {
    const all = ['Bleu,"said ""so\nand so"""\n', ...rows(CHUNK_ROWS)];
    const [first, second] = await chunks(file(all));
    expect(first).toMatchObject({ rows: CHUNK_ROWS, linesBefore: 0 });
    expect(second).toEqual({ csv: header + (all.at(-1) ?? ''), rows: 1, linesBefore: CHUNK_ROWS + 1 });
  });

  it('is cut by size where rows are long, in bytes (long)', async () => {
    const long = Array.from({ length: 5 }, () => `Cloud,${'é'.repeat(450_000)}\n`);
    expect((await chunks(file(long))).map((chunk) => chunk.rows)).toEqual([2, 2, 1]);
  });

  it('is cut where it is asked to be', async () => {
    expect((await chunks(file(rows(5)), { rows: 2, bytes: 1000 })).map((chunk) => chunk.rows)).toEqual([2, 2, 1]);
  });

  it('is cut below the line in which Excel reads the separator', async () => {
    const all = rows(CHUNK_ROWS + 1);
    const [, second] = await chunks(Buffer.concat([Buffer.from('sep=,\n'), file(all)]));
    expect(second).toMatchObject({ csv: `sep=,\n${header}${all.at(-1) ?? ''}`, linesBefore: CHUNK_ROWS });
  });

  it('is sent as a whole if it is not UTF-8', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'jalon-chunks-'));
    const path = join(folder, 'file.csv');
    const latin = Buffer.from('provider;note\nSoci\xe9t\xe9;x\n', 'latin1');
    const read = async (bytes: Buffer) => {
      await writeFile(path, bytes);
      const found: Chunk[] = [];
      for await (const chunk of (await openFile(path)).chunks()) found.push(chunk);
      return found;
    };
    expect(await read(latin)).toEqual([{ csv: latin, linesBefore: 0 }]);
    await expect(read(Buffer.alloc(10_000_001, latin))).rejects.toThrow('may have at most 10 MB');
    await rm(folder, { recursive: true });
  });

  it('may end without a line end', async () => {
    const all = [...rows(CHUNK_ROWS), 'Last,'];
    expect((await chunks(file(all))).at(-1)).toMatchObject({ csv: `${header}Last,\n`, rows: 1 });
  });

  it('must be UTF-8, with no character that ends in the middle', async () => {
    await expect(chunks(Buffer.from('provider\nSoci\xe9t\xe9\n', 'latin1'))).rejects.toThrow('not encoded as UTF-8');
    await expect(chunks(Buffer.from('provider\nSociété').subarray(0, -1))).rejects.toThrow('not encoded as UTF-8');
  });
});

describe('the rows of a file', () => {
  it('are counted without its header, in one way wherever the pieces are cut', async () => {
    const bytes = file(['é,"a\n""b"\n', 'x,y\n', 'z,"']);
    for (let piece = 1; piece < bytes.length; piece++) expect(await countRows(read(bytes, piece))).toBe(3);
    expect(await countRows(read(Buffer.from('')))).toBe(0);
  });

  it('are told to be endless when a quote stays open', async () => {
    const open = file(['a,b\n', 'a,"b\n', 'x'.repeat(10_000_001)]);
    await expect(countRows(read(open, 1_000_000))).rejects.toThrow('The row at line 3 does not end');
  });
});
