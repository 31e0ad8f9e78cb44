const HEAD = 4096;

/** Whether a file is empty, or blank text. */
export const isBlank = (bytes: Buffer): boolean =>
  /^[\s\0\uFEFF]*$/.test(textOf(bytes.subarray(0, HEAD))) && bytes.length <= HEAD;

const SIGNATURES = [
  ['504b0304', 'xlsx'],
  ['504b0506', 'zip'],
  ['d0cf11e0', 'xls'],
  ['25504446', 'pdf'],
] as const;

/** By its first bytes: formats are told apart to name them, not to trust them. */
export function formatOf(bytes: Buffer) {
  const start = bytes.toString('hex', 0, 4);
  const signature = SIGNATURES.find(([magic]) => start === magic)?.[1];
  if (signature) return signature;
  const head = textOf(bytes.subarray(0, HEAD));
  if (/(?![\t\n\f\r])\p{Cc}/u.test(head)) return 'binary';
  const text = head.replace(/^\uFEFF/, '').trimStart();
  if (/^<\?xml/i.test(text) && !/<html/i.test(text)) return 'xml';
  if (/^<[!?a-z]/i.test(text)) return 'html';
  if (/^[[{]/.test(text)) return 'json';
  return 'text';
}

/** Without a byte order mark: UTF-8. */
const textOf = (bytes: Buffer): string => {
  const mark = bytes.toString('hex', 0, 2);
  if (mark === 'fffe') return bytes.toString('utf16le');
  if (mark === 'feff')
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  return bytes.toString('utf8');
};
