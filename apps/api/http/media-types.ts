import Negotiator from 'negotiator';
import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from 'fastify';
import { reason } from '#domain/refusal.js';
import { EVIDENCE_TYPES } from '#domain/evidence/media-type.js';
import { MEDIA_TYPE as LEDGER_FILE } from '#transfer/ledger-file.js';
import type { Reason } from '#domain/reasons.js';
import { Rejection } from '../problem/rejection.js';
import { hasBody } from './body-limits.js';

export const JSON_TYPE = 'application/json';
export const FORM = 'application/x-www-form-urlencoded';
export const MULTIPART = 'multipart/form-data';
export const CSV = 'text/csv';
export const BINARY = 'application/octet-stream';

/** Of Excel workbooks. */
export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Media types of the documents of registers. Windows sends CSV files as those of Excel. */
export const DOCUMENT_TYPES = [
  JSON_TYPE,
  CSV,
  XLSX,
  'text/html',
  'application/vnd.ms-excel',
  'application/gzip',
  BINARY,
  'text/plain',
];

export const DOCUMENTS = '/v1/registers/:id/readings';
export const IMPORTS = '/v1/imports';
export const BOUNCES = '/v1/bounces';

/** Routes that take a file of evidence as their body. */
export const EVIDENCE = ['/v1/dossiers/:id/events/:event/evidence', '/v1/providers/:id/events/:event/evidence'];

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The media types of its successful responses. */
    produces?: readonly string[];
  }
}

interface Route {
  url?: string | undefined;
  config?: FastifyContextConfig | undefined;
}

/** The media types that a route accepts as the body of a request. */
export function typesTakenBy({ url = '', config }: Route): readonly string[] {
  if (url === DOCUMENTS) return DOCUMENT_TYPES;
  if (url === IMPORTS) return [CSV, XLSX, LEDGER_FILE];
  if (url === BOUNCES) return ['message/rfc822', 'text/plain', BINARY];
  if (EVIDENCE.includes(url)) return [...EVIDENCE_TYPES, BINARY];
  // One-click unsubscription (RFC 8058) sends a form.
  if (config?.console || /^\/(?:subscriptions|reminders)\//.test(url)) return [FORM, MULTIPART];
  return [JSON_TYPE];
}

/** Rejects requests by their headers: what they ask for is not there (406), or what they bring is not read (415). */
export function negotiate(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _, done) => {
    const isRead = hasBody(request.raw) && request.method !== 'GET' && request.method !== 'HEAD';
    done(unacceptable(request) ?? (isRead ? unreadable(request) : undefined));
  });
}

function unacceptable(request: FastifyRequest): Rejection | undefined {
  const { produces = [] } = request.routeOptions.config;
  if (produces.length === 0 || produces.includes(BINARY) || preferredType(request, produces)) return undefined;
  return new Rejection('not-acceptable', reason('available-media-types', { types: produces }));
}

/** Whether a list is asked for as CSV, of a route that has it. */
export const wantsCsv = (request: FastifyRequest): boolean => preferredType(request, [JSON_TYPE, CSV]) === CSV;

/** The type that `Accept` prefers; without preference the first one. Parameters other than `q` are ignored. */
export function preferredType({ headers }: FastifyRequest, types: readonly string[]): string | undefined {
  const accept = (headers.accept ?? '')
    .split(',')
    .map((range) =>
      range
        .split(';')
        .filter((part, index) => index === 0 || /^\s*q\s*=/i.test(part))
        .join(';'),
    )
    .join();
  return new Negotiator({ headers: { accept: accept.trim() || '*/*' } }).mediaType([...types]);
}

/** RFC 9110, 15.5.16: the response names what would be read. */
function unreadable(request: FastifyRequest): Rejection | undefined {
  const coding = request.headers['content-encoding'] ?? 'identity';
  if (coding.trim().toLowerCase() !== 'identity')
    return unsupported(reason('content-encoding', { coding: coding.slice(0, LONGEST) }), {
      'Accept-Encoding': 'identity',
    });
  const types = typesTakenBy(request.routeOptions);
  const [essence = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  if (!types.includes(essence.trim())) return wrongMediaType(...types);
  const pairs = parameters.map((one) => one.split('=', 2).map((part) => part.trim()));
  const charset = pairs.find(([name]) => name === 'charset')?.[1]?.replaceAll('"', '');
  const charsets = charsetsOf(essence.trim(), request);
  if (charset === undefined || !charsets || charsets.includes(charset)) return undefined;
  return unsupported(reason('charset', { charset: charset.slice(0, LONGEST), charsets }), { Accept: types.join(', ') });
}

const LONGEST = 40;
const UTF8 = ['utf-8', 'utf8', 'us-ascii'];
/** Imports find out by themselves which one it is. */
const OF_TABLES = [...UTF8, 'utf-16', 'windows-1252', 'iso-8859-1'];

/** `undefined`: what the bytes are is found out by their reader. */
function charsetsOf(type: string, { routeOptions: { url } }: FastifyRequest): readonly string[] | undefined {
  if (url === DOCUMENTS) return undefined;
  if (type === CSV) return OF_TABLES;
  return [JSON_TYPE, FORM, MULTIPART, LEDGER_FILE].includes(type) ? UTF8 : undefined;
}

const unsupported = (why: Reason, headers: Readonly<Record<string, string>>): Rejection =>
  new Rejection('unsupported-media-type', why, [], headers);

/** A body of a media type that the route does not accept. */
export const wrongMediaType = (...types: string[]): Rejection =>
  unsupported(reason('allowed-media-types', { types }), { Accept: types.join(', ') });
