import type { IncomingMessage } from 'node:http';
import { Busboy, type BusboyHeaders } from '@fastify/busboy';
import type { FastifyRequest } from 'fastify';
import { reason } from '#domain/refusal.js';
import { withoutRest } from './body-limits.js';
import { Rejection } from '../problem/rejection.js';
import { EVIDENCE } from './media-types.js';

const FIELDS_BYTES = 64 * 1024;
const LIMITS = { files: 1, fields: 20, fieldSize: FIELDS_BYTES, headerPairs: 50, headerSize: 8_192 };

export const takesEvidence = ({ routeOptions: { url = '' } }: FastifyRequest): boolean => EVIDENCE.includes(url);

/** A form whose file is read by who handles it, as it arrives. The fields stand before the file. */
export class FormWithStream extends URLSearchParams {
  file?: { name: string; bytes: AsyncIterable<Buffer> };
}

/**
 * Parses a `multipart/form-data` body up to its file, which is left to be read. Whoever does not read it answers without
 * waiting for the rest.
 *
 * @throws Rejection malformed-request
 */
export async function readFormUpToFile(payload: IncomingMessage): Promise<FormWithStream> {
  try {
    return await formUpToFile(payload);
  } catch (error) {
    const isOurs = error instanceof Rejection;
    throw await withoutRest(payload, isOurs ? error : new Rejection('malformed-request', reason('form-unreadable')));
  }
}

const formUpToFile = (payload: IncomingMessage): Promise<FormWithStream> =>
  new Promise((resolve, reject) => {
    const parser = new Busboy({ headers: payload.headers as BusboyHeaders, limits: LIMITS });
    const form = new FormWithStream();
    let file: NodeJS.ReadableStream | undefined;
    const fail = (error: Error): void => {
      payload.unpipe(parser);
      if (file) (file as unknown as { destroy(error: Error): void }).destroy(error);
      else reject(error);
    };
    parser.on('field', (name, value, _, isCut) => {
      if (isCut) fail(new Rejection('body-too-large', reason('form-too-large', { kilobytes: FIELDS_BYTES / 1024 })));
      else form.append(name, value);
    });
    parser.on('file', (_, stream, given?: string) => {
      file = stream;
      form.file = { name: given ?? '', bytes: stream as AsyncIterable<Buffer> };
      resolve(form);
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
