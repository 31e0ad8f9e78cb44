import { hash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest, onSendHookHandler } from 'fastify';
import { FIRST_EPOCH, type LedgerEpochs } from '#database/ledger-epochs.js';
import type { Page } from '#projections/page.js';
import { reject } from '../problem/rejection.js';
import { sealOf, unsealed } from './query-fields.js';
import { lookOf } from './request.js';

interface AboutAnswer {
  /** The position of the ledger that the body reflects; absent: where it stood when the request came. */
  position?: number | undefined;
  /** Of a single resource, for its ETag. */
  version?: number;
  /** Recorded by an earlier request with the same idempotency key. */
  replayed?: boolean;
  /** Whether the position is that of the last event that the request recorded: the answer says where its proof will be. */
  isRecorded?: boolean;
  location?: string;
  /** Canonical address, if it was requested under another name. */
  contentLocation?: string;
  /** Query parameters to replace for the next page. */
  next?: Readonly<Record<string, string>>;
}

/** The response of a route that reads the ledger as of a position. `sendAnswers` sends `about` as headers. */
export class Answer<T> {
  constructor(
    readonly body: T,
    readonly about: AboutAnswer = {},
  ) {}
}

/** The response may be kept, but each use of it is validated. It depends on `Accept` where there are other representations. */
export const cachingOf = ({ routeOptions: { config } }: FastifyRequest): Record<string, string> => ({
  ...(config.need === 'public-read' && { 'Cache-Control': 'no-cache' }),
  Vary:
    (config.produces?.length ?? 0) > 1 ? 'Authorization, Accept, Accept-Language' : 'Authorization, Accept-Language',
});

/** The relation of an event to its proof, in the form that is specified there. */
const PROOF = 'https://c2sp.org/tlog-proof';

function headersOf(
  { position, replayed, isRecorded, location, contentLocation, next }: AboutAnswer,
  request: FastifyRequest,
) {
  return {
    'Jalon-Position': String(position ?? lookOf(request).position),
    ...cachingOf(request),
    ...(replayed && { 'Idempotency-Replayed': 'true' }),
    ...(location !== undefined && { Location: location }),
    ...(contentLocation !== undefined && { 'Content-Location': contentLocation }),
    ...(isRecorded && lookOf(request).provenTo > 0 && { Link: `</v1/ledger/proof/${position}>; rel="${PROOF}"` }),
    ...(next && { Link: `<${withQuery(request.url, next)}>; rel="next"` }),
  };
}

function partsOf(url: string): [path: string, query: URLSearchParams] {
  const [path = '', ...query] = url.split('?');
  return [path, new URLSearchParams(query.join('?'))];
}

/** The address with some query parameters replaced, without `seen`. */
function withQuery(url: string, next: Readonly<Record<string, string>>): string {
  const [path, query] = partsOf(url);
  const params = new URLSearchParams(query);
  params.delete('seen');
  for (const [name, value] of Object.entries(next))
    params.set(name, name === 'cursor' ? sealOf(path, query) + value : value);
  return `${path}?${params.toString()}`;
}

/**
 * `"<version>.<hash of the body>"`, in a later epoch of the ledger `"<version>-<epoch>.<hash of the body>"`: `If-Match` ignores
 * the hash.
 */
const etagOf = (version: number, epoch: number, json: string): string =>
  `"${version}${epoch === FIRST_EPOCH ? '' : `-${epoch}`}.${hashOf(json, 16)}"`;

/** Content codings of responses, the preferred one first. */
export const CODINGS = ['br', 'gzip'] as const;
export type Coding = (typeof CODINGS)[number];

/** The ETag of a compressed response: a weak one stands for any coding. */
export const withCoding = (etag: string, coding: Coding): string =>
  etag.startsWith('W/') ? etag : etag.replace(/"$/, `-${coding}"`);

/** The ETag of the response as it was before it was compressed. */
export const withoutCoding = (etag: string): string => etag.replace(/-(?:br|gzip)"$/, '"');

/** The ETag as `If-None-Match` lists it, in any coding and by weak comparison (RFC 9110, 13.1.2); `undefined` if it does not. */
function tagNamedIn(header: string, etag: string): string | undefined {
  if (header.trim() === '*') return etag;
  const listed = tagsIn(header).map(withoutWeakness);
  const candidates = [etag, ...CODINGS.map((coding) => withCoding(etag, coding))];
  return candidates.find((candidate) => listed.includes(withoutWeakness(candidate)));
}

/** The ETag of a response as the client has it, and whether it has it. */
export function tagFor({ headers }: FastifyRequest, etag: string): { tag: string; isKnown: boolean } {
  const named = headers['if-none-match'] === undefined ? undefined : tagNamedIn(headers['if-none-match'], etag);
  return { tag: named ?? etag, isKnown: named !== undefined };
}

const withoutWeakness = (tag: string): string => tag.replace(/^W\//, '');

/** The version of a resource as a client knows it: in the history of that epoch. */
export interface EpochVersion {
  version: number;
  epoch: number;
}

export type Expected = 'any' | readonly EpochVersion[];

/**
 * The versions listed by `If-Match`; `any` for `*`. A weak tag never matches (RFC 9110, 13.1.1) and becomes -1. The hash is
 * optional: `"7"` is accepted.
 *
 * @throws Rejection
 */
export function versionsIn(header: string): Expected {
  if (header.trim() === '*') return 'any';
  const tags = tagsIn(header);
  if (tags.length === 0) throw reject('If-Match', 'etag-format');
  return tags.map((tag) => {
    const [, version = -1, epoch = FIRST_EPOCH] = /^"(\d{1,15})(?:-(\d{1,15}))?(?:\.[\w-]*)?"$/.exec(tag) ?? [];
    return { version: Number(version), epoch: Number(epoch) };
  });
}

/** The quoted tags of a list; none if it is malformed. */
function tagsIn(header: string): string[] {
  const list = /^\s*(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*\s*$/;
  return list.test(header) ? (header.match(/(?:W\/)?"[^"]*"/g) ?? []) : [];
}

/** A page of a list, with a Link header to the next one. */
export const listAnswer = <T>({ items, next }: Page<T>, position?: number): Answer<{ items: T[] }> =>
  new Answer({ items }, { position, ...(next !== null && { next: { cursor: next } }) });

/**
 * Sends an `Answer` with its headers, and both resources and lists with their ETag, or 304 if the client has them. The ETag of a
 * list is a weak one of its content. Why not `@fastify/etag`: docs/decisions.md.
 */
export function sendAnswers(fastify: FastifyInstance, epochs: Pick<LedgerEpochs, 'current'>): void {
  const versions = new WeakMap<FastifyRequest, number>();
  fastify.addHook('preValidation', ({ url, query }, _, done) => {
    const asked = query as { cursor?: unknown };
    if (typeof asked.cursor === 'string') asked.cursor = unsealed(asked.cursor, sealOf(...partsOf(url)));
    done();
  });
  fastify.addHook('preSerialization', (request, reply, payload, done) => {
    if (!(payload instanceof Answer)) {
      done(null, payload);
      return;
    }
    const { body, about } = payload as Answer<unknown>;
    reply.headers(headersOf(about, request));
    if (about.version !== undefined && request.method !== 'POST') versions.set(request, about.version);
    done(null, body);
  });
  // Fastify tells for HEAD the length of what is sent, which is not that of 200, which 304 must not (RFC 9110, 8.6).
  fastify.addHook('onRoute', (route) => {
    if (route.method === 'HEAD') route.onSend = [...[route.onSend ?? []].flat(), withoutLength];
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const version = versions.get(request);
    const isTagged = version !== undefined || request.routeOptions.config.etag === 'content';
    if (!isTagged || reply.statusCode !== 200 || typeof payload !== 'string') {
      done(null, payload);
      return;
    }
    const etag = version === undefined ? `W/"${hashOf(payload, 22)}"` : etagOf(version, epochs.current, payload);
    const { tag, isKnown } = tagFor(request, etag);
    reply.header('ETag', tag);
    if (!isKnown) {
      done(null, payload);
      return;
    }
    reply.status(304).removeHeader('content-type').removeHeader('content-length');
    done(null, request.method === 'HEAD' ? '' : null);
  });
}

export const hashOf = (text: string, characters: number): string =>
  hash('sha256', text, 'base64url').slice(0, characters);

const withoutLength: onSendHookHandler = (_request, reply, payload, done) => {
  if (reply.statusCode === 304) void reply.removeHeader('content-length');
  done(null, payload);
};
