import { lineRefused } from './line-refused.js';

/** Far beyond any event that can be recorded; bounds the memory that a line may take. */
const LONGEST = 8 * 1024 * 1024;

const LINE_END = 0x0a;

export interface Line {
  /** From 1. */
  number: number;
  /** With its line end; only the last line of a file may lack it. */
  bytes: Buffer;
}

/**
 * Cuts a stream of bytes into lines, as many at once as a piece of it brings: none, when it ends none.
 *
 * @throws Refusal import-invalid, for a line that is too long to be an event
 */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Line[]> {
  let begun: Buffer[] = [];
  let length = 0;
  let number = 0;
  for await (const piece of pieces) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    const lines: Line[] = [];
    let start = 0;
    for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, start)) {
      const rest = bytes.subarray(start, end + 1);
      number += 1;
      lines.push({ number, bytes: begun.length > 0 ? Buffer.concat([...begun, rest]) : rest });
      [begun, length, start] = [[], 0, end + 1];
    }
    if (start < bytes.length) begun.push(bytes.subarray(start));
    length += bytes.length - start;
    if (length > LONGEST) throw lineRefused(number + 1, 'file', `is longer than ${LONGEST} bytes, which no event is`);
    yield lines;
  }
  if (begun.length > 0) yield [{ number: number + 1, bytes: Buffer.concat(begun) }];
}
