import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Clock } from '#database/clock.js';
import { AddressGuard } from '#delivery/webhook/address-guard.js';
import { guardedAgent } from '#delivery/webhook/webhook-sender.js';
import { say } from '#language/phrases.js';
import { mediaTypeOf } from '#registers/document-file.js';
import { download, DownloadFailed, DOWNLOAD_LIMITS } from '#registers/download.js';
import { MAX_DOCUMENT_BYTES } from '#registers/reading/document-format.js';
import { UserError } from '../terminal.js';

/** A document of a register, to be sent. */
export interface SentDocument {
  bytes: Buffer;
  mediaType: string;
  address?: string;
}

const MOST_BYTES = MAX_DOCUMENT_BYTES;

/**
 * A file, or the document at an address, unpacked. Addresses are fetched as the worker does: public ones over https, and those
 * in JALON_WEBHOOK_ALLOW.
 *
 * @throws UserError
 */
export const documentAt = (from: string): Promise<SentDocument> =>
  /^https?:\/\//i.test(from) ? fetched(from) : fileAt(from);

async function fetched(url: string): Promise<SentDocument> {
  const allow = (process.env['JALON_WEBHOOK_ALLOW'] ?? '').split(',').map((part) => part.trim());
  const agent = guardedAgent(new AddressGuard(allow.filter((part) => part !== '')));
  const context = {
    dispatcher: agent,
    now: new Clock().now(),
    signal: AbortSignal.timeout(DOWNLOAD_LIMITS.totalMs * 2),
  };
  try {
    const found = await download(url, { etag: null, lastModified: null }, context);
    if (found.state === 'unchanged') throw new UserError(`${url} sent no document.`);
    return { bytes: await unpacked(found.bytes, url), mediaType: found.mediaType, address: found.address };
  } catch (error) {
    if (!(error instanceof DownloadFailed)) throw error;
    throw new UserError(`Cannot fetch ${url}: ${say(error.why, 'en')}`);
  } finally {
    await agent.close();
  }
}

async function fileAt(path: string): Promise<SentDocument> {
  const packed = await readWithin(path);
  return { bytes: await unpacked(packed, path), mediaType: mediaTypeOf(path.replace(/\.gz$/i, '')) };
}

async function readWithin(path: string): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size > MOST_BYTES) throw tooLarge(path);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(`Cannot read ${path}: ${(error as Error).message}`);
  }
}

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** As the register publishes it, so that its SHA-256 is that of the published document. */
async function unpacked(bytes: Buffer, from: string): Promise<Buffer> {
  if (!isGzip(bytes)) return bytes;
  return promisify(gunzip)(bytes, { maxOutputLength: MOST_BYTES }).catch((error: unknown) => {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(from);
    throw new UserError(`${from} cannot be unpacked: ${(error as Error).message}`);
  });
}

const tooLarge = (from: string): UserError =>
  new UserError(`${from} is larger than ${MOST_BYTES / 1024 / 1024} MB, the limit for documents of registers.`);
