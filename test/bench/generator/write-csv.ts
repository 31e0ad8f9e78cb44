import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { csvHeader, csvLine, type Row } from './row.js';

const CHARACTERS = 65_536;

/** Writes rows as a file to import, piece by piece. @returns how many there were */
export async function writeCsv(path: string, rows: Iterable<Row>): Promise<number> {
  let count = 0;
  function* pieces(): Generator<string> {
    let piece = csvHeader;
    for (const row of rows) {
      piece += csvLine(row);
      count += 1;
      if (piece.length < CHARACTERS) continue;
      yield piece;
      piece = '';
    }
    yield piece;
  }
  await pipeline(Readable.from(pieces(), { objectMode: true, highWaterMark: 4 }), createWriteStream(path));
  return count;
}
