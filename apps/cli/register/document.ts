import { open } from 'node:fs/promises';
import { Clock } from '#database/clock.js';
import { DeliverySettingsSchema } from '#subscriptions/delivery-settings.js';
import { AddressGuard } from '#subscriptions/sending/webhook/address-guard.js';
import { guardedAgent } from '#subscriptions/sending/webhook/webhook-sender.js';
import { Refusal } from '#domain/refusal.js';
import { say } from '#language/phrases.js';
import { mediaTypeOf } from '#registers/document-file.js';
import { download, DownloadFailed, DOWNLOAD_LIMITS } from '#registers/download.js';
import { MAX_DOCUMENT_BYTES, unpacked } from '#registers/reading/document-format.js';
import { readSettings } from '#settings/settings.js';
import { UserError } from '../terminal.js';

/** A document of a register, to be sent. */
interface SentDocument {
  bytes: Buffer;
  mediaType: string;
  address?: string;
}

/**
 * A file, or the document at an address, unpacked. Addresses are fetched as the worker does: public ones over https, and those
 * in JALON_WEBHOOK_ALLOW.
 *
 * @throws UserError
 */
export const documentAt = (from: string): Promise<SentDocument> =>
  /^https?:\/\//i.test(from) ? fetched(from) : fileAt(from);

async function fetched(url: string): Promise<SentDocument> {
  const { JALON_WEBHOOK_ALLOW } = readSettings(DeliverySettingsSchema.pick({ JALON_WEBHOOK_ALLOW: true }), process.env);
  const agent = guardedAgent(new AddressGuard(JALON_WEBHOOK_ALLOW));
  const context = {
    dispatcher: agent,
    now: new Clock().now(),
    signal: AbortSignal.timeout(DOWNLOAD_LIMITS.totalMs * 2),
  };
  try {
    const found = await download(url, { etag: null, lastModified: null }, context);
    if (found.state === 'unchanged') throw new UserError(`${url} sent no document.`);
    return { bytes: await published(found.bytes, url), mediaType: found.mediaType, address: found.address };
  } catch (error) {
    if (!(error instanceof DownloadFailed)) throw error;
    throw new UserError(`Cannot fetch ${url}: ${say(error.why, 'en')}`);
  } finally {
    await agent.close();
  }
}

async function fileAt(path: string): Promise<SentDocument> {
  const packed = await readWithin(path);
  return { bytes: await published(packed, path), mediaType: mediaTypeOf(path.replace(/\.gz$/i, '')) };
}

async function readWithin(path: string): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size > MAX_DOCUMENT_BYTES) throw tooLarge(path);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(`Cannot read ${path}: ${(error as Error).message}`);
  }
}

/** As the register publishes it, so that its SHA-256 is that of the published document. */
async function published(bytes: Buffer, from: string): Promise<Buffer> {
  return unpacked(bytes).catch((error: unknown) => {
    throw error instanceof Refusal ? new UserError(`Cannot unpack ${from}: ${say(error.why, 'en')}`) : error;
  });
}

const tooLarge = (from: string): UserError =>
  new UserError(`${from} is larger than ${MAX_DOCUMENT_BYTES / 1024 / 1024} MB, the limit for documents of registers.`);
