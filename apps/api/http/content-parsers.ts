import type { FastifyInstance, FastifyRequest } from 'fastify';
import { MEDIA_TYPE as LEDGER_FILE } from '#transfer/ledger-file.js';
import { assertHolds } from '../auth/auth.guard.js';
import { Rejection } from '../problem/rejection.js';

const MEGABYTE = 1024 * 1024;
export const JSON_LIMIT = MEGABYTE;
const CSV_LIMIT = 10 * MEGABYTE;
const FORM_LIMIT = 64 * 1024;

/** Deeper than anything that a schema here describes; validating deeper input would exhaust the stack. */
const DEEPEST = 32;

/**
 * JSON for everything, CSV as raw bytes for imports, a ledger file as the stream of bytes that it comes in, forms for the
 * pages of subscriptions, and nothing else.
 */
export function parseContent(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: JSON_LIMIT }, (_, body, done) => {
    try {
      done(null, parseJson(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  fastify.addContentTypeParser('text/csv', { parseAs: 'buffer', bodyLimit: CSV_LIMIT }, (request, body, done) => {
    done(takesCsv(request) ? null : new Rejection('unsupported-media-type', 'Send application/json.'), body);
  });
  // Of any length: it is read piece by piece, and only an admin may send one.
  fastify.addContentTypeParser(LEDGER_FILE, (request, payload, done) => {
    try {
      assertMayRestore(request);
      done(null, payload);
    } catch (error) {
      done(error as Error);
    }
  });
  const forms = ['application/x-www-form-urlencoded', 'multipart/form-data'];
  fastify.addContentTypeParser(forms, { parseAs: 'buffer', bodyLimit: FORM_LIMIT }, (request, _, done) => {
    done(takesForms(request) ? null : new Rejection('unsupported-media-type', 'Send application/json.'));
  });
}

/** One-click unsubscription (RFC 8058) comes as a form whose only field says nothing new. */
const takesForms = (request: FastifyRequest): boolean =>
  request.routeOptions.url?.startsWith('/subscriptions/') ?? false;

const takesCsv = (request: FastifyRequest): boolean => request.routeOptions.url === '/v1/imports';

/** The route lets in whoever may record; who sends a whole ledger says what others recorded, and must be an admin. */
function assertMayRestore(request: FastifyRequest): void {
  if (!takesCsv(request) || !request.caller) throw new Rejection('unsupported-media-type', 'Send application/json.');
  assertHolds(request.caller, 'admin');
}

/** `undefined` for an empty body. */
function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  const value = parsed(decoded(body));
  if (isDeeperThan(value, DEEPEST))
    throw new Rejection('malformed-json', `The body nests deeper than ${DEEPEST} levels.`);
  return value;
}

function decoded(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new Rejection('malformed-json', 'The body is not UTF-8.');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Rejection('malformed-json', `The body is not JSON: ${error instanceof Error ? error.message : ''}`);
  }
}

/** Level by level: no recursion, whatever is sent. */
function isDeeperThan(value: unknown, deepest: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true;
    level = level.flatMap((part): unknown[] => (typeof part === 'object' && part !== null ? Object.values(part) : []));
  }
  return false;
}
