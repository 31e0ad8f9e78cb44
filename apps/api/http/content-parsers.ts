import type { IncomingMessage } from 'node:http';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DEEPEST, isTooDeep } from '#domain/validation.js';
import { reason } from '#domain/refusal.js';
import { MAX_DOCUMENT_BYTES } from '#registers/reading/raw-entry.js';
import { MEDIA_TYPE as LEDGER_FILE } from '#transfer/ledger-file.js';
import { EVIDENCE_TYPES } from '#domain/evidence/media-type.js';
import { withoutRest } from './body-limits.js';
import { readFormUpToFile, takesEvidence } from './evidence-bodies.js';
import { Rejection } from '../problem/rejection.js';
import { BINARY, DOCUMENT_TYPES, DOCUMENTS, FORM, JSON_TYPE, MULTIPART, XLSX } from './media-types.js';

const MEGABYTE = 1024 * 1024;
export const JSON_LIMIT = MEGABYTE;
const TABLE_LIMIT = 10 * MEGABYTE;
const MAIL_LIMIT = MEGABYTE;
/** 100 kB of text, percent-encoded to three bytes per character. */
const FORM_LIMIT = 320 * 1024;
/** Form input kept during sign-in is one field, in which each `%` is encoded as three bytes. */
const SIGN_IN_LIMIT = 2 * FORM_LIMIT;

/**
 * Parses JSON and forms, with a file on routes that expect one. Tables of imports, returned mails and documents of registers
 * are raw bytes, ledger files and files of evidence byte streams. `negotiate` has rejected what a route does not accept.
 */
export function parseContent(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addHook('onRoute', (route) => {
    if (route.url === DOCUMENTS) route.bodyLimit = MAX_DOCUMENT_BYTES;
  });
  const raw = (types: string | string[], bodyLimit: number): void => {
    fastify.addContentTypeParser(types, { parseAs: 'buffer', bodyLimit }, (_, body, done) => {
      done(null, body);
    });
  };
  fastify.addContentTypeParser(JSON_TYPE, { parseAs: 'buffer', bodyLimit: JSON_LIMIT }, (request, body, done) => {
    try {
      done(null, takesDocuments(request) ? body : parseJson(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  raw(['text/csv', XLSX], TABLE_LIMIT);
  raw('text/plain', MAIL_LIMIT);
  // Not limited: it is streamed, and its route requires an admin key.
  fastify.addContentTypeParser(LEDGER_FILE, (_, payload, done) => {
    done(null, payload);
  });
  // Files of evidence are streams, read by their route up to its limit.
  fastify.addContentTypeParser([...EVIDENCE_TYPES, BINARY], streamOrBuffer);
  raw(
    DOCUMENT_TYPES.filter((type) => !fastify.hasContentTypeParser(type)),
    JSON_LIMIT,
  );
  fastify.addContentTypeParser(FORM, { parseAs: 'buffer', bodyLimit: SIGN_IN_LIMIT }, (request, body, done) => {
    if (body.length > FORM_LIMIT && request.routeOptions.url !== '/sign-in') done(tooLong(FORM_LIMIT));
    else done(null, formIn(request, body as Buffer));
  });
  fastify.addContentTypeParser(MULTIPART, partsFor);
}

/** A stream for a file of evidence, the bytes of a returned mail or a document of a register. */
async function streamOrBuffer(request: FastifyRequest, payload: IncomingMessage): Promise<IncomingMessage | Buffer> {
  if (takesEvidence(request)) return payload;
  return readWhole(payload, takesDocuments(request) ? MAX_DOCUMENT_BYTES : MAIL_LIMIT);
}

/** Parses multipart forms on routes that expect a file; the body is ignored elsewhere. */
async function partsFor(
  request: FastifyRequest,
  payload: IncomingMessage,
): Promise<URLSearchParams | object | undefined> {
  const { console } = request.routeOptions.config;
  if (console === 'files') return readFormWithFile(payload);
  if (console === 'evidence') return readFormUpToFile(payload);
  return formIn(request, await readShort(payload, FORM_LIMIT));
}

/** The fields of a form as sent by browsers. The constant one of a one-click unsubscription is ignored. */
function formIn(request: FastifyRequest, body: Buffer): URLSearchParams | object | undefined {
  const fields = new URLSearchParams(body.toString());
  if (request.routeOptions.config.console) return fields;
  return request.routeOptions.url?.startsWith('/reminders/') ? Object.fromEntries(fields) : undefined;
}

const takesDocuments = (request: FastifyRequest): boolean => request.routeOptions.url === DOCUMENTS;

/** `undefined` for an empty body. */
function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  const value = parsed(decoded(body));
  if (isTooDeep(value)) throw new Rejection('malformed-json', reason('json-too-deep', { maximum: DEEPEST }));
  return value;
}

function decoded(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new Rejection('malformed-json', reason('json-encoding'));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Rejection('malformed-json');
  }
}

const FILE_LIMIT = 10 * MEGABYTE;
/** The file, its fields, and what separates them. */
const MULTIPART_LIMIT = FILE_LIMIT + 2 * MEGABYTE;
const LIMITS = { files: 1, fileSize: FILE_LIMIT, fields: 20, fieldSize: MEGABYTE, headerPairs: 50, headerSize: 8_192 };

interface SentFile {
  /** File name without folders, as given by the browser. */
  name: string;
  bytes: Buffer;
}

/** The fields of a form and its file; without one if none was chosen. */
export class FormWithFile extends URLSearchParams {
  file?: SentFile;
}

/**
 * Parses a `multipart/form-data` body as a stream, up to the limit of a file and its fields.
 *
 * @throws Rejection malformed-request, body-too-large
 */
async function readFormWithFile(payload: IncomingMessage): Promise<FormWithFile> {
  try {
    return await partsOf(payload, parserFor(payload));
  } catch (error) {
    const isOurs = error instanceof Rejection;
    throw await withoutRest(payload, isOurs ? error : new Rejection('malformed-request', reason('form-unreadable')));
  }
}

/** @throws Error without a boundary */
const parserFor = ({ headers }: IncomingMessage): BusboyInstance =>
  new Busboy({ headers: headers as BusboyHeaders, limits: LIMITS });

const partsOf = (payload: IncomingMessage, parser: BusboyInstance): Promise<FormWithFile> =>
  new Promise((resolve, reject) => {
    const form = new FormWithFile();
    const fail = (error: Error): void => {
      payload.unpipe(parser);
      reject(error);
    };
    const tooLarge = (): void => {
      fail(new Rejection('body-too-large', reason('file-too-large')));
    };
    parser.on('field', (name, value, _, isCut) => {
      if (isCut) tooLarge();
      else form.append(name, value);
    });
    // The name may be missing, whatever its type says.
    parser.on('file', (_, stream, given?: string) => {
      const name = given ?? '';
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('limit', tooLarge);
      stream.on('error', fail);
      stream.on('end', () => {
        const bytes = Buffer.concat(pieces);
        if (name !== '' || bytes.length > 0) form.file = { name, bytes };
      });
    });
    parser.on('finish', () => {
      resolve(form);
    });
    parser.on('error', (error) => {
      fail(error instanceof Error ? error : new Error('unreadable'));
    });
    let length = 0;
    payload.on('data', (piece: Buffer) => {
      length += piece.length;
      if (length > MULTIPART_LIMIT) tooLarge();
    });
    payload.on('error', fail);
    payload.on('close', () => {
      if (!payload.complete) fail(new Error('cut off'));
    });
    payload.pipe(parser);
  });

/** Reads a short form completely. @throws Rejection body-too-large */
const readShort = (payload: IncomingMessage, limit: number): Promise<Buffer> =>
  readWhole(payload, limit, tooLong(limit));

/** Reads a body completely. @throws Rejection body-too-large */
async function readWhole(
  payload: IncomingMessage,
  limit: number,
  tooLarge = new Rejection('body-too-large'),
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of payload.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > limit) break;
    pieces.push(piece);
  }
  if (length > limit) throw await withoutRest(payload, tooLarge);
  return Buffer.concat(pieces);
}

const tooLong = (limit: number): Rejection =>
  new Rejection('body-too-large', reason('form-too-large', { kilobytes: limit / 1024 }));
