import { z } from 'zod';

/** The types of files that are taken as evidence, with the extension under which they are downloaded. */
const EXTENSIONS = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'message/rfc822': 'eml',
} as const;

export type EvidenceType = keyof typeof EXTENSIONS;

export const EVIDENCE_TYPES = Object.keys(EXTENSIONS) as EvidenceType[];
export const EvidenceTypeSchema = z.enum(EVIDENCE_TYPES);

/** The bytes at the start of a file that `evidenceTypeOf` reads. */
export const SIGNATURE_BYTES = 16 * 1024;

/**
 * The type of a file by its first bytes, whatever its name or its sender say; `undefined` for any other type. The signature of
 * a PDF file must be its first bytes, although readers search for it: what precedes it could be a page.
 */
export function evidenceTypeOf(start: Uint8Array): EvidenceType | undefined {
  const text = Buffer.from(start.subarray(0, SIGNATURE_BYTES)).toString('latin1');
  if (/^%PDF-\d/.test(text)) return 'application/pdf';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (/^GIF8[79]a/.test(text)) return 'image/gif';
  if (/^RIFF[^]{4}WEBP/.test(text)) return 'image/webp';
  return isMail(text) ? 'message/rfc822' : undefined;
}

/** A header of RFC 5322 with its sender and its date. */
function isMail(text: string): boolean {
  const lines = text.split(/\r?\n/);
  const end = lines.indexOf('');
  const header = (end < 0 ? lines.slice(0, -1) : lines.slice(0, end)).filter((line) => !/^[ \t]/.test(line));
  const names = header.map((line) => /^([!-9;-~]+):/.exec(line)?.[1]?.toLowerCase());
  return names.length > 0 && !names.includes(undefined) && names.includes('from') && names.includes('date');
}

/**
 * The name under which a file is downloaded: as it was given, with the extension of its type. A PDF file named `page.html`
 * becomes `page.html.pdf`.
 */
export function fileNameOf(name: string, type: EvidenceType): string {
  const extension = EXTENSIONS[type];
  const given = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  return given === extension || (given === 'jpeg' && extension === 'jpg') ? name : `${name}.${extension}`;
}
