import type { IncomingHttpHeaders } from 'node:http';
import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Dispatcher, request } from 'undici';
import { ForbiddenTarget } from '#subscriptions/sending/webhook/address-guard.js';
import { outcomeOfFailure, retryAfterMs } from '#subscriptions/sending/webhook/webhook-sender.js';
import { reason } from '#domain/refusal.js';
import { hasCredentials } from '#domain/text/text.js';
import type { Reason } from '#domain/reasons.js';
import { MAX_DOCUMENT_BYTES } from './reading/raw-entry.js';

/** What is known of an address since the last download. */
export interface Validators {
  etag: string | null;
  lastModified: string | null;
}

/** `unchanged`: the server says that the document is the one of the validators. */
export type Download =
  | { state: 'unchanged' }
  | ({ state: 'document'; bytes: Buffer; mediaType: string; address: string } & Validators);

export interface DownloadLimits {
  /** Of the document, once unpacked. */
  bytes: number;
  totalMs: number;
  redirects: number;
}

export const DOWNLOAD_LIMITS: DownloadLimits = { bytes: MAX_DOCUMENT_BYTES, totalMs: 120_000, redirects: 5 };

export class DownloadFailed extends Error {
  constructor(
    readonly why: Reason,
    /** The wait that the server asks for. */
    readonly retryAfterMs = 0,
  ) {
    super(why.code);
  }
}

/**
 * Downloads a document. Each redirect is a new connection, which the SSRF guard of the dispatcher checks like the first.
 *
 * @param dispatcher see `guardedAgent`
 * @param signal aborts; its reason is thrown
 * @throws DownloadFailed
 */
export async function download(
  url: string,
  known: Validators,
  { dispatcher, now, signal, limits = DOWNLOAD_LIMITS }: DownloadContext,
): Promise<Download> {
  if (hasCredentials(url)) throw new DownloadFailed(reason('register-url-credentials'));
  const late = AbortSignal.timeout(limits.totalMs);
  try {
    return await follow(url, known, { dispatcher, now, signal: AbortSignal.any([signal, late]), limits });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DownloadFailed) throw error;
    if (late.aborted) throw new DownloadFailed(reason('response-timeout', { seconds: limits.totalMs / 1000 }));
    throw new DownloadFailed(failureOf(error));
  }
}

interface DownloadContext {
  dispatcher: Dispatcher;
  now: Date;
  signal: AbortSignal;
  limits?: DownloadLimits;
}

async function follow(url: string, known: Validators, context: Required<DownloadContext>): Promise<Download> {
  const { dispatcher, signal, limits } = context;
  let address = new URL(url);
  for (let hops = 0; hops <= limits.redirects; hops += 1) {
    const headers = {
      'user-agent': 'Jalon',
      'accept-encoding': 'gzip',
      ...(known.etag !== null && { 'if-none-match': known.etag }),
      ...(known.lastModified !== null && { 'if-modified-since': known.lastModified }),
    };
    const answer = await request(address, { dispatcher, signal, headers });
    const { location } = answer.headers;
    if (!isRedirect(answer.statusCode) || typeof location !== 'string') return documentIn(answer, address, context);
    drop(answer.body);
    address = targetOf(location, address);
  }
  throw new DownloadFailed(reason('register-redirects', { redirects: limits.redirects }));
}

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

function targetOf(location: string, from: URL): URL {
  const target = URL.canParse(location, from) ? new URL(location, from) : undefined;
  const isSafe = target?.protocol === 'https:' || (target?.protocol === 'http:' && from.protocol === 'http:');
  if (target && isSafe && target.username + target.password === '') return target;
  throw new DownloadFailed(reason('register-redirect-invalid'));
}

async function documentIn(
  { statusCode: status, headers, body }: Dispatcher.ResponseData,
  address: URL,
  { now, signal, limits }: Required<DownloadContext>,
): Promise<Download> {
  if (status !== 200) {
    drop(body);
    if (status === 304) return { state: 'unchanged' };
    throw new DownloadFailed(reason('register-status', { status }), retryAfterMs(headers['retry-after'], now) ?? 0);
  }
  const bytes = await unpacked(body, headers, { most: limits.bytes, signal });
  return {
    ...{ state: 'document', bytes, mediaType: headerOf(headers, 'content-type') ?? 'application/octet-stream' },
    ...{ address: address.href, etag: headerOf(headers, 'etag'), lastModified: headerOf(headers, 'last-modified') },
  };
}

/** Longer validators are not sent back. */
const LONGEST_HEADER = 1_000;

function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' && value.length <= LONGEST_HEADER ? value : null;
}

/** Both what is received and what it unpacks to are bounded while they stream. */
async function unpacked(
  body: Readable,
  headers: IncomingHttpHeaders,
  { most, signal }: { most: number; signal: AbortSignal },
): Promise<Buffer> {
  const encoding = headerOf(headers, 'content-encoding')?.toLowerCase() ?? 'identity';
  const chunks: Buffer[] = [];
  const collect = async (source: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of bounded(source, most)) chunks.push(chunk);
  };
  const options = { signal };
  if (Number(headers['content-length']) > most) fail(body, tooLarge(most));
  else if (encoding === 'identity') await pipeline(body, collect, options);
  else if (encoding === 'gzip' || encoding === 'x-gzip')
    await pipeline(body, (source: AsyncIterable<Buffer>) => bounded(source, most), createGunzip(), collect, options);
  else fail(body, reason('register-encoding', { encoding }));
  return Buffer.concat(chunks);
}

function fail(body: Readable, why: Reason): never {
  drop(body);
  throw new DownloadFailed(why);
}

/** Closes the connection; what is left of the body is of no interest, nor is that it is not read. */
const drop = (body: Readable): void => void body.on('error', () => undefined).destroy();

async function* bounded(source: AsyncIterable<Buffer>, most: number): AsyncGenerator<Buffer> {
  let length = 0;
  for await (const chunk of source) {
    length += chunk.length;
    if (length > most) throw new DownloadFailed(tooLarge(most));
    yield chunk;
  }
}

const tooLarge = (most: number): Reason =>
  reason('register-document-too-large', { megabytes: Math.round(most / 1024 / 1024) });

function failureOf(error: unknown): Reason {
  if (error instanceof ForbiddenTarget) return error.inLog;
  const { code } = error as { code?: unknown };
  if (code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR') return reason('register-gzip-damaged');
  const { error: why } = outcomeOfFailure(error) as { error?: Reason };
  return why ?? reason('no-response');
}
