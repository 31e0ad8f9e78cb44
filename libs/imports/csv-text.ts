import { isUtf8 } from 'node:buffer';
import { fileRefused } from './import-invalid.js';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const LINE_FEED = 0x0a;

/**
 * The file without its byte-order mark, once it is known to be UTF-8.
 *
 * @throws Refusal import-invalid naming the line of the first byte that is not
 */
export function utf8Of(bytes: Buffer): Buffer {
  if (isUtf16(bytes)) throw fileRefused('the file is UTF-16, not UTF-8: save it as "CSV UTF-8"');
  if (!isUtf8(bytes)) throw notUtf8(bytes);
  return bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? bytes.subarray(3) : bytes;
}

const isUtf16 = (bytes: Buffer): boolean => ['fffe', 'feff'].includes(bytes.subarray(0, 2).toString('hex'));

/** No character but the line feed itself has its byte in UTF-8, so lines can be judged one by one. */
function notUtf8(bytes: Buffer): Error {
  let start = 0;
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(LINE_FEED, start);
    const text = bytes.subarray(start, end < 0 ? bytes.length : end);
    if (!isUtf8(text)) return fileRefused(`line ${line} is not UTF-8 (${nearby(text)}): save the file as UTF-8`, line);
    if (end < 0) return fileRefused('the file is not UTF-8');
    start = end + 1;
  }
}

/** The byte and what it may have meant, read as Latin-1. */
function nearby(line: Buffer): string {
  const decoded = new TextDecoder().decode(line);
  const at = Buffer.byteLength(decoded.slice(0, decoded.indexOf('\uFFFD')));
  const byte = (line[at] ?? 0).toString(16).padStart(2, '0');
  const around = line.subarray(Math.max(0, at - 12), at + 12).toString('latin1');
  return `byte 0x${byte}, in Latin-1 “${around.trim()}”`;
}
