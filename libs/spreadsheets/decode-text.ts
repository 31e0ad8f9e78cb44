import { TextDecoder } from 'node:util';
import { isUtf8 } from 'node:buffer';

/**
 * A text whose encoding nothing states: that of its byte order mark, else UTF-8 if it is that, else Windows-1252, which Excel
 * writes in Western Europe and which every byte is valid in.
 *
 * @param declared an encoding that the document names
 */
export function decodeText(bytes: Buffer, declared = 'windows-1252'): string {
  const [marked] = MARKS.find(([, mark]) => bytes.indexOf(mark, 0, 'hex') === 0) ?? [
    isUtf8(bytes) ? 'utf-8' : declared,
  ];
  const decoder = decoderOf(marked);
  return decoder ? decoder.decode(bytes) : fromWindows1252(bytes);
}

/** Encodings by their byte order marks, in hexadecimal. */
const MARKS = [
  ['utf-16le', 'fffe'],
  ['utf-16be', 'feff'],
  ['utf-8', 'efbbbf'],
] as const;

/** `undefined` for Windows-1252, which Node.js 20 decodes as ISO-8859-1, and for what nobody knows. */
function decoderOf(encoding: string): TextDecoder | undefined {
  try {
    const decoder = new TextDecoder(encoding);
    return decoder.encoding === 'windows-1252' ? undefined : decoder;
  } catch {
    return undefined;
  }
}

/** The characters of the bytes from 80 to 9f, where it differs from ISO-8859-1. */
const WINDOWS_1252 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

const fromWindows1252 = (bytes: Buffer): string =>
  bytes.toString('latin1').replace(/[\x80-\x9f]/g, (byte) => WINDOWS_1252.charAt(byte.charCodeAt(0) - 0x80));

const PIECE = 64 * 1024;

export function* piecesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; start += PIECE) yield text.slice(start, start + PIECE);
}
