import { pipeline, Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib';
import type { FastifyInstance, FastifyRequest, FastifyReply } from 'fastify';
import { reason } from '#domain/refusal.js';
import { Rejection } from '../problem/rejection.js';
import type { KnownRoute } from './request.js';
import { CODINGS, type Coding, withCoding } from './answer.js';
import { varyBy } from './response-headers.js';

/**
 * Answers 405 instead of 404 to other methods of a known address, before the body is read. To be called before the first
 * route is registered.
 *
 * @throws Rejection method-not-allowed
 */
export function refuseOtherMethods(fastify: FastifyInstance): void {
  const known: (KnownRoute & { pattern: RegExp })[] = [];
  fastify.addHook('onRoute', ({ url, method, config }) => {
    const pattern = patternOf(url);
    if (!url.includes('*'))
      known.push(...[method].flat().map((one) => ({ method: one, url, need: config?.need, pattern })));
  });
  fastify.decorate('routes', known);
  // Of the routes that Fastify finds, the one of `OPTIONS` is for preflights, which have been answered.
  fastify.addHook('preParsing', ({ is404, method, url }, _reply, payload, done) => {
    const path = url.split('?', 1)[0] ?? '';
    const routes = is404 || method === 'OPTIONS' ? known.filter(({ pattern }) => pattern.test(path)) : [];
    const methods = [...new Set(routes.map((route) => route.method))].sort();
    // The method is right, but not what a parameter holds: one with an extension takes no line break. Answered 404.
    const isOther = routes.length > 0 && !methods.includes(method);
    if (isOther) done(notAllowed(methods));
    else done(null, payload);
  });
}

const notAllowed = (methods: readonly string[]): Rejection =>
  new Rejection('method-not-allowed', reason('allowed-methods', { methods }), [], { Allow: methods.join(', ') });

const patternOf = (url: string): RegExp =>
  new RegExp(`^${url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}/?$`);

export const JSON_TYPE = 'application/json';
export const FORM = 'application/x-www-form-urlencoded';
export const MULTIPART = 'multipart/form-data';
export const CSV = 'text/csv';
export const BINARY = 'application/octet-stream';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Rejects a query of REST whose percent-encoding is no UTF-8, as Fastify does a path: it would be read as it stands. */
export function refuseMalformedQueries(fastify: FastifyInstance): void {
  fastify.addHook('preParsing', ({ url }, _reply, payload, done) => {
    if (url.startsWith('/v1/') && !isDecodable(url)) done(new Rejection('malformed-address'));
    else done(null, payload);
  });
}

function isDecodable(url: string): boolean {
  try {
    return decodeURIComponent(url) !== '';
  } catch {
    return false;
  }
}

/** Rejects requests for a media type that the route does not have (406). */
export function refuseOtherFormats(fastify: FastifyInstance): void {
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const { produces = [] } = request.routeOptions.config;
    if (produces.length === 0 || produces.includes(BINARY) || preferredType(request, produces) !== undefined)
      done(null, payload);
    else done(new Rejection('not-acceptable', reason('available-media-types', { types: produces })));
  });
}

export const wantsCsv = (request: FastifyRequest): boolean => preferredType(request, [JSON_TYPE, CSV]) === CSV;

/** The type that `Accept` prefers; without preference the first one. */
const preferredType = ({ headers }: FastifyRequest, types: readonly string[]): string | undefined =>
  acceptedOf(headers.accept?.trim() || '*/*', types)[0];

/**
 * What a client accepts of what there is, by `Accept` or `Accept-Encoding`: the best first, of equals what it names first.
 * Parameters other than `q` are ignored (RFC 9110, 12.4.2).
 */
function acceptedOf<T extends string>(header: string, offered: readonly T[]): readonly T[] {
  if (header === '') return [];
  if (header === '*/*') return offered;
  const ranges = header.split(',').map((range) => {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((one) => /^q\s*=/.test(one))?.replace(/^q\s*=/, '');
    return { name, weight: weight === undefined ? 1 : Number(weight) };
  });
  const found = offered.flatMap((value) => {
    const names = [value, `${value.split('/', 1)[0] ?? ''}/*`, '*/*', '*'];
    const name = names.find((one) => ranges.some((range) => range.name === one));
    const order = ranges.findIndex((range) => range.name === name);
    const weight = ranges[order]?.weight ?? 0;
    return weight > 0 ? [{ value, order, weight }] : [];
  });
  return found.sort((a, b) => b.weight - a.weight || a.order - b.order).map(({ value }) => value);
}

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
  const accepted = acceptedOf(request.headers['accept-encoding'] ?? '', CODINGS);
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
