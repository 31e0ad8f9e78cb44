import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { reason } from '#domain/refusal.js';
import type { ReaderProfile } from '#domain/register/register.js';
import { formatOf, isBlank } from '#spreadsheets/file-format.js';
import { documentRefused } from './raw-entry.js';

/** The largest document that is read, which also bounds what is kept of a register. */
export const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024;

const unpack = promisify(gunzip);

/**
 * The document without its compression, if it is of the format.
 *
 * @throws Refusal register-document-invalid that names what it is instead
 */
export async function documentOf(bytes: Buffer, expected: ReaderProfile['format']): Promise<Buffer> {
  const document = await unpacked(bytes);
  if (isBlank(document)) throw documentRefused(reason('register-document-blank'));
  const found = formatOf(document);
  const isExpected =
    found === expected || (found === 'text' && expected === 'csv') || (found === 'xml' && expected === 'html');
  if (!isExpected) throw documentRefused(reason('register-document-format', { expected, found }));
  return document;
}

/** The document without its gzip compression, if it has one. @throws Refusal register-document-invalid */
export async function unpacked(bytes: Buffer): Promise<Buffer> {
  if (bytes.length > MAX_DOCUMENT_BYTES) throw tooLarge();
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await unpack(bytes, { maxOutputLength: MAX_DOCUMENT_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw documentRefused(reason('register-gzip-damaged'));
  }
}

export const tooLarge = (): Error =>
  documentRefused(reason('register-document-too-large', { megabytes: MAX_DOCUMENT_BYTES / 1024 / 1024 }));
