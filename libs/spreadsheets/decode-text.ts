import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';

/**
 * A text whose encoding nothing states: that of its byte order mark, else UTF-8 if it is that, else Windows-1252, which Excel
 * writes in Western Europe and which every byte is valid in.
 *
 * @param declared an encoding that the document names
 */
export function decodeText(bytes: Buffer, declared?: string): string {
  const mark = ['utf16le', 'utf16be', 'utf8'].find((_, index) => bytes.indexOf(MARKS[index] ?? '', 0, 'hex') === 0);
  if (mark !== undefined) return iconv.decode(bytes, mark);
  if (isUtf8(bytes)) return bytes.toString('utf8');
  return iconv.decode(bytes, declared !== undefined && iconv.encodingExists(declared) ? declared : 'windows-1252');
}

/** The byte order marks of those encodings, in hexadecimal. */
const MARKS = ['fffe', 'feff', 'efbbbf'];

const PIECE = 64 * 1024;

export function* piecesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; start += PIECE) yield text.slice(start, start + PIECE);
}
