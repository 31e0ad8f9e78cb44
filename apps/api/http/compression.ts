import { pipeline, Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { CODINGS, type Coding, withCoding } from './answer.js';
import { varyBy } from './response-headers.js';

/** Shorter responses fit into a packet as they are. */
const LEAST = 1024;

/** Not event streams, whose messages would wait in the compressor, nor files that are compressed already. */
const TYPES =
  /^(?:text\/(?!event-stream)|image\/svg\+xml|application\/(?:[\w.-]+\+)?(?:json|x-ndjson|xml|javascript)\b)/;

/** As fast as gzip, and a little smaller on most texts. The default of Node.js takes fifty to a hundred times as long. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

const whole: Record<Coding, (bytes: string | Buffer) => Promise<Buffer>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, BROTLI),
  gzip: promisify<string | Buffer, Buffer>(gzip),
};

const streamed = { br: () => createBrotliCompress(BROTLI), gzip: () => createGzip() };

/** Assets are the same buffer in every response. */
const compressed = new WeakMap<Buffer, Partial<Record<Coding, Promise<Buffer>>>>();

/**
 * Compresses responses with Brotli or gzip, if `Accept-Encoding` names them. A strong ETag names the coding, since the bytes
 * differ; those of lists are weak. Why not `@fastify/compress`: docs/decisions.md.
 */
export function compressResponses(fastify: FastifyInstance): void {
  fastify.addHook('onSend', async (request, reply, payload) => {
    if (reply.statusCode === 304) varyBy(reply, 'Accept-Encoding'); // as 200 would, if it is long enough
    if (!isCompressible(request, reply, payload)) return payload;
    varyBy(reply, 'Accept-Encoding');
    const coding = codingFor(request);
    if (coding === undefined) return payload;
    const tag = reply.getHeader('etag');
    if (tag !== undefined) void reply.header('ETag', withCoding(String(tag), coding));
    reply.header('Content-Encoding', coding).removeHeader('Content-Length');
    if (payload instanceof Readable) {
      // Where it fails before the compressor has sent anything, a problem would go out labelled as compressed.
      payload.once('error', () => reply.raw.destroy());
      return pipeline(payload, streamed[coding](), () => undefined);
    }
    return Buffer.isBuffer(payload) ? onceFor(payload, coding) : whole[coding](payload);
  });
}

/** The coding in which the client takes a response; `undefined`: as it is. */
export function codingFor(request: Pick<FastifyRequest, 'headers'>): Coding | undefined {
  if (request.headers['accept-encoding'] === undefined) return undefined;
  const accepted = new Negotiator(request).encodings([...CODINGS]);
  return CODINGS.find((one) => accepted.includes(one));
}

function isCompressible(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): payload is Readable | Buffer | string {
  const type = String(reply.getHeader('content-type') ?? '');
  if (!TYPES.test(type) || reply.hasHeader('content-encoding') || reply.hasHeader('repr-digest')) return false;
  // A page with both a secret, such as the CSRF token of a session, and something that another site can choose, such as a
  // search, would disclose the secret by its compressed length (BREACH).
  if (type.startsWith('text/html') && !request.isWithoutSecrets) return false;
  return (
    payload instanceof Readable ||
    ((typeof payload === 'string' || Buffer.isBuffer(payload)) && payload.length >= LEAST)
  );
}

function onceFor(bytes: Buffer, coding: Coding): Promise<Buffer> {
  const known = compressed.get(bytes) ?? {};
  compressed.set(bytes, known);
  return (known[coding] ??= whole[coding](bytes));
}
