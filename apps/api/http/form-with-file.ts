import type { IncomingMessage } from 'node:http';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { reason } from '#domain/refusal.js';
import { Rejection } from '../problem/rejection.js';

const MEGABYTE = 1024 * 1024;
const FILE_LIMIT = 10 * MEGABYTE;
const LIMITS = { files: 1, fileSize: FILE_LIMIT, fields: 20, fieldSize: MEGABYTE, headerPairs: 50, headerSize: 8_192 };

interface SentFile {
  /** As the browser calls it, without its folder. */
  name: string;
  bytes: Buffer;
}

/** The fields of a form and the file that came along; none where nobody chose one. */
export class FormWithFile extends URLSearchParams {
  file?: SentFile;
}

/**
 * Reads a `multipart/form-data` body piece by piece. Whatever is wrong with it, the rest is read and forgotten, so that the
 * sender gets to the answer.
 *
 * @throws Rejection malformed-request, body-too-large
 */
export async function readFormWithFile(payload: IncomingMessage): Promise<FormWithFile> {
  try {
    return await partsOf(payload, parserFor(payload));
  } catch (error) {
    payload.resume();
    if (error instanceof Rejection) throw error;
    throw new Rejection('malformed-request', reason('form-unreadable'));
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
    parser.on('file', (_, stream, name) => {
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
    payload.on('error', fail);
    payload.on('close', () => {
      if (!payload.complete) fail(new Error('cut off'));
    });
    payload.pipe(parser);
  });

/**
 * The whole of a body that is short.
 *
 * @throws Rejection body-too-large
 */
export async function readShort(payload: IncomingMessage, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of payload.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length <= limit) pieces.push(piece);
  }
  if (length > limit) throw tooLong(limit);
  return Buffer.concat(pieces);
}

export const tooLong = (limit: number): Rejection =>
  new Rejection('body-too-large', reason('form-too-large', { kilobytes: limit / 1024 }));
