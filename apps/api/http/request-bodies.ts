import type { IncomingMessage } from 'node:http';
import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from 'fastify';
import { reason } from '#domain/refusal.js';
import { DEEPEST, isTooDeep } from '#domain/validation.js';
import type { Reason } from '#domain/reasons.js';
import { Rejection } from '../problem/rejection.js';
import { FORM, JSON_TYPE, MULTIPART } from './content-negotiation.js';
import type { Bodies, BodyReader } from './request.js';
import { answerOnSocket } from './server.js';

interface BodyTime {
  /** Without a byte of the body. */
  idleMs: number;
  totalMs: number;
}

/** Ends the watch of a request. */
const watches = new WeakMap<FastifyRequest, () => void>();

/**
 * Ends connections whose request body stops or takes too long to arrive, also if the request was rejected before its body was
 * read.
 */
export function limitBodyTime(fastify: FastifyInstance, limits: BodyTime): void {
  fastify.addHook('onRequest', (request, _, done) => {
    if (hasBody(request.raw)) watches.set(request, watch(request, limits));
    done();
  });
}

/** A body as it arrives, without a limit of its length or of time: who reads it has limits of its own, and may take hours. */
export const asLongStream: BodyReader = (payload, request) => {
  watches.get(request)?.();
  return payload;
};

export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function watch({ id, raw, server: { publicUrl } }: FastifyRequest, { idleMs, totalMs }: BodyTime): () => void {
  const started = performance.now();
  let read = -1;
  const timer = setInterval(() => {
    if (raw.complete) {
      end();
      return;
    }
    // A body that waits to be processed here is not idle.
    const isIdle = raw.socket.bytesRead === read && raw.readableLength === 0;
    read = raw.socket.bytesRead;
    if (!isIdle && performance.now() - started < totalMs) return;
    end();
    answerOnSocket(raw.socket, { code: 'request-timeout' }, publicUrl, { requestId: id });
  }, idleMs).unref();
  const end = (): void => {
    clearInterval(timer);
  };
  raw.once('end', end).once('close', end);
  return end;
}

/** How much of a rejected body is read, so that the client has sent it all and receives the response. */
const DISCARDED = 10 * 1024 * 1024;

/** The rejection of a body whose rest is discarded; the connection is closed if that is too long. */
export async function withoutRest(payload: IncomingMessage, rejection: Rejection): Promise<Rejection> {
  if (await isDiscarded(payload)) return rejection;
  const { code, why, problems, headers } = rejection;
  return new Rejection(code, why, problems, { ...headers, Connection: 'close' });
}

/**
 * Reads the rest of a body.
 *
 * @param most `false` once more than this has come; at once where the sender announces ten times as much
 */
export const isDiscarded = (payload: IncomingMessage, most = DISCARDED): Promise<boolean> =>
  new Promise((resolve) => {
    if (payload.readableEnded || payload.destroyed) resolve(true);
    if (Number(payload.headers['content-length'] ?? 0) >= 10 * most) {
      resolve(false);
      return;
    }
    let length = 0;
    payload.on('data', (piece: Buffer) => {
      length += piece.length;
      if (length <= most) return;
      payload.pause();
      resolve(false);
    });
    for (const event of ['end', 'close', 'error'])
      payload.once(event, () => {
        resolve(true);
      });
    payload.resume();
  });

export const MEGABYTE = 1024 * 1024;
export const JSON_LIMIT = MEGABYTE;
/** 100 kB of text, percent-encoded to three bytes per character. */
export const FORM_LIMIT = 320 * 1024;

/**
 * Reads the body of a request as its route says: by the route, not by the type alone, because one reads JSON and another one
 * takes a JSON file as it is. What the route does not read is rejected (415) before a byte of it is.
 */
export function readBodies(fastify: FastifyInstance): void {
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const isRead = hasBody(request.raw) && request.method !== 'GET' && request.method !== 'HEAD';
    const rejection = isRead ? unreadable(request) : undefined;
    if (rejection) done(rejection);
    else done(null, payload);
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', async (request: FastifyRequest, payload: IncomingMessage) => {
    const read = bodiesOf(request.routeOptions.config)[essenceOf(request)];
    return read && (await read(payload, request));
  });
}

/** RFC 9110, 15.5.16: the response names what would be read. */
function unreadable(request: FastifyRequest): Rejection | undefined {
  const coding = request.headers['content-encoding'] ?? 'identity';
  if (coding.trim().toLowerCase() !== 'identity')
    return unsupported(reason('content-encoding', { coding: coding.slice(0, LONGEST) }), {
      'Accept-Encoding': 'identity',
    });
  const types = Object.keys(bodiesOf(request.routeOptions.config));
  return types.includes(essenceOf(request)) ? undefined : wrongMediaType(...types);
}

const LONGEST = 40;
export const UTF8 = ['utf-8', 'utf8', 'us-ascii'];

/** Reads a body whose type names one of these charsets, or none. */
export const inCharset =
  (charsets: readonly string[], reader: BodyReader): BodyReader =>
  (payload, request) => {
    const [, ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
    const pairs = parameters.map((one) => one.split('=', 2).map((part) => part.trim()));
    const charset = pairs.find(([name]) => name === 'charset')?.[1]?.replaceAll('"', '');
    if (charset !== undefined && !charsets.includes(charset))
      throw unsupported(reason('charset', { charset: charset.slice(0, LONGEST), charsets }), {
        Accept: Object.keys(bodiesOf(request.routeOptions.config)).join(', '),
      });
    return reader(payload, request);
  };

const unsupported = (why: Reason, headers: Readonly<Record<string, string>>): Rejection =>
  new Rejection('unsupported-media-type', why, [], headers);

export const wrongMediaType = (...types: string[]): Rejection =>
  unsupported(reason('allowed-media-types', { types }), { Accept: types.join(', ') });

/** Without parameters, such as the charset. */
const essenceOf = ({ headers }: FastifyRequest): string =>
  (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

const bodiesOf = ({ takes = JSON_ONLY }: FastifyContextConfig): Bodies => takes;

const JSON_ONLY: Bodies = { [JSON_TYPE]: inCharset(UTF8, readJson) };

export const allAs = (types: readonly string[], reader: BodyReader): Bodies =>
  Object.fromEntries(types.map((type) => [type, reader]));

/** A body as it arrives, up to the limit of who reads it. */
export const asStream: BodyReader = (payload) => payload;

export const asBytes =
  (limit: number): BodyReader =>
  (payload) =>
    readWhole(payload, limit);

export const asForm = (limit = FORM_LIMIT): BodyReader =>
  inCharset(UTF8, async (payload) => {
    const bytes = await readWhole(payload, limit, reason('form-too-large', { kilobytes: limit / 1024 }));
    return new URLSearchParams(bytes.toString());
  });

/** What a link in a mail takes: the form of its page, or one with nothing to read (RFC 8058). */
export const FORMS: Bodies = allAs([FORM, MULTIPART], asForm());

async function readJson(payload: IncomingMessage): Promise<unknown> {
  const body = await readWhole(payload, JSON_LIMIT);
  if (body.length === 0) return undefined;
  const { value, text } = parsed(body);
  if (isTooDeep(value)) throw new Rejection('malformed-json', reason('json-too-deep', { maximum: DEEPEST }));
  const field = keyGivenTwice(text);
  if (field !== undefined) throw new Rejection('invalid-body', undefined, [{ field, ...reason('given-twice') }]);
  return value;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parsed(body: Buffer): { value: unknown; text: string } {
  try {
    const text = utf8.decode(body);
    return { value: JSON.parse(text) as unknown, text };
  } catch (error) {
    throw new Rejection('malformed-json', error instanceof SyntaxError ? undefined : reason('json-encoding'));
  }
}

const STRINGS_AND_BRACKETS = /("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\]]/g;

/** The path of a key that an object has twice, without indexes of lists. @param json valid: `JSON.parse` takes the last one */
function keyGivenTwice(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [token, text = '', colon] of json.matchAll(STRINGS_AND_BRACKETS)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (colon !== undefined) {
      const key = text.includes('\\') ? (JSON.parse(text) as string) : text.slice(1, -1);
      if (open.at(-1)?.has(key)) return [...open.slice(0, -1).flatMap((keys) => [...keys].slice(-1)), key].join('.');
      open.at(-1)?.add(key);
    }
  }
  return undefined;
}

/** Reads a body completely. @throws Rejection body-too-large, malformed-request if the client ends it early */
async function readWhole(payload: IncomingMessage, limit: number, tooLarge?: Reason): Promise<Buffer> {
  const refused = (): Promise<Rejection> => withoutRest(payload, new Rejection('body-too-large', tooLarge));
  if (Number(payload.headers['content-length'] ?? 0) > limit) throw await refused();
  const pieces: Buffer[] = [];
  // By its events: an iterator of a stream costs several times as much as the rest.
  const isWhole = await new Promise<boolean>((resolve, reject) => {
    const failed = (): void => {
      reject(new Rejection('malformed-request'));
    };
    let length = 0;
    const take = (piece: Buffer): void => {
      length += piece.length;
      pieces.push(piece);
      if (length <= limit) return;
      payload.off('data', take).pause();
      resolve(false);
    };
    if (payload.destroyed) failed();
    payload.on('data', take).once('error', failed).once('close', failed);
    payload.once('end', () => {
      payload.off('close', failed); // which follows, and would cost an error with its stack
      resolve(true);
    });
  });
  if (!isWhole) throw await refused();
  return Buffer.concat(pieces);
}
