import type { IncomingMessage } from 'node:http';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { reason } from '#domain/refusal.js';
import { isDiscarded, withoutRest, MEGABYTE } from '../../api/http/request-bodies.js';
import { Rejection } from '../../api/problem/rejection.js';

/** The fields of a form and its file; without one if none was chosen. `name` is given by the browser, without folders. */
export class FormWithFile extends URLSearchParams {
  file?: { name: string; bytes: Buffer };
}

/** A form whose file is read by who handles it, as it arrives. Its fields are those before the file. */
export class FormWithStream extends URLSearchParams {
  file?: { name: string; bytes: AsyncIterable<Buffer> };

  /** Reads the fields that stand after the file, once the file has been read. */
  rest: () => Promise<void> = () => Promise.resolve();
}

const FILE_LIMIT = 10 * MEGABYTE;
const FORM_LIMIT = FILE_LIMIT + 2 * MEGABYTE;
const FIELD_KILOBYTES = 64;

/** Of all fields of a form whose file is read as it arrives; there may be rows of them. */
const FIELDS_LIMIT = 320 * 1024;

const LIMITS = { files: 1, fields: 1_000, headerPairs: 50, headerSize: 8_192 };

/** Parses `multipart/form-data` on the routes that take a file; the body is ignored elsewhere. */
export function readMultipart(fastify: FastifyInstance): void {
  // Not awaited: Fastify would complete its routes, which Nest has not given their error handler yet.
  void fastify.register(multipart, {
    throwFileSizeLimit: false,
    limits: LIMITS,
  });
  fastify.addHook('onSend', endBody);
  fastify.addHook('preValidation', async (request) => {
    const kind = request.routeOptions.config.multipart;
    if (!kind || !request.isMultipart()) return;
    try {
      request.body =
        kind === 'file'
          ? await Promise.race([formWithFile(request), tooLong(request.raw)])
          : await formWithStream(request);
    } catch (error) {
      request.raw.unpipe();
      throw await withoutRest(request.raw, error instanceof Rejection ? error : rejectionOf(error));
    }
  });
}

/** A file that nobody read, as there is no session, is discarded, or the connection ends with the response. */
async function endBody({ body, raw }: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (!(body instanceof FormWithStream) || raw.readableEnded || reply.hasHeader('Connection')) return;
  raw.unpipe();
  if (!(await isDiscarded(raw))) reply.header('Connection', 'close');
}

/** The parser reads a file that is too large to its end. @throws Rejection body-too-large */
const tooLong = (payload: IncomingMessage): Promise<never> =>
  new Promise((_, reject) => {
    let length = 0;
    payload.on('data', (piece: Buffer) => {
      length += piece.length;
      if (length > FORM_LIMIT) reject(tooLarge());
    });
  });

/** @throws Rejection body-too-large */
async function formWithFile(request: FastifyRequest): Promise<FormWithFile> {
  const form = new FormWithFile();
  for await (const part of request.parts({ limits: { fileSize: FILE_LIMIT, fieldSize: MEGABYTE } })) {
    if (part.type === 'field') {
      if (part.valueTruncated) throw tooLarge();
      form.append(part.fieldname, String(part.value));
    } else {
      // The name may be missing, whatever its type says.
      const name = part.filename || '';
      const bytes = await part.toBuffer();
      if (part.file.truncated) throw tooLarge();
      if (name !== '' || bytes.length > 0) form.file = { name, bytes };
    }
  }
  return form;
}

/** Whoever does not read the file answers without waiting for the rest. @throws Rejection body-too-large */
async function formWithStream(request: FastifyRequest): Promise<FormWithStream> {
  const form = new FormWithStream();
  const parts = request.parts({ limits: { fileSize: Infinity, fieldSize: FIELD_KILOBYTES * 1024 } });
  let length = 0;
  const readOn = async (): Promise<void> => {
    for (let next = await parts.next(); !next.done; next = await parts.next()) {
      const part = next.value;
      if (part.type === 'field') {
        length += part.fieldname.length + String(part.value).length;
        if (part.valueTruncated || length > FIELDS_LIMIT)
          throw new Rejection('body-too-large', reason('form-too-large', { kilobytes: FIELD_KILOBYTES }));
        form.append(part.fieldname, String(part.value));
      } else if (part.filename) {
        form.file = { name: part.filename, bytes: part.file };
        return;
      } else part.file.resume(); // no file was chosen
    }
  };
  form.rest = () =>
    readOn().catch((error: unknown) => {
      throw error instanceof Rejection ? error : rejectionOf(error);
    });
  await form.rest();
  return form;
}

const tooLarge = (): Rejection => new Rejection('body-too-large', reason('file-too-large'));

/** Errors of the parser: more files or fields than a form has, or what is not a form. */
const rejectionOf = (error: unknown): Rejection =>
  (error as { statusCode?: number }).statusCode === 413
    ? tooLarge()
    : new Rejection('malformed-request', reason('form-unreadable'));
