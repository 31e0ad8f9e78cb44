import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import type { Page } from '#projections/page.js';
import { csvOf } from '../csv/csv.js';
import { reject } from '../problem/rejection.js';

/** What a route answers beside its body. */
interface AboutAnswer {
  /** The ledger's position that the body reflects: everything up to it is in. */
  position: number;
  /** Of the one thing that is answered: makes an ETag. */
  version?: number;
  /** It was done before; nothing was recorded this time. */
  replayed?: boolean;
  /** Where the new thing is. */
  location?: string;
  /** Where what is answered stands, when it was asked for under another name. */
  contentLocation?: string;
  /** Query parameters of the next page, in place of those of this one. */
  next?: Readonly<Record<string, string>>;
}

/** Returned by the routes of /v1 that answer as of a position of the ledger; `AnswerInterceptor` makes headers of what stands beside the body. */
export class Answer<T> {
  constructor(
    readonly body: T,
    readonly about: AboutAnswer,
  ) {}
}

/** Makes headers of what an `Answer` says beside its body, and a 304 of what the client has already. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    return next
      .handle()
      .pipe(
        map((result: unknown): unknown =>
          result instanceof Answer
            ? render(result, http.getRequest(), http.getResponse(), csvOf(context.getHandler()) !== undefined)
            : result,
        ),
      );
  }
}

/** @param varies whether the route has other representations */
function render(
  { body, about }: Answer<unknown>,
  request: FastifyRequest,
  reply: FastifyReply,
  varies: boolean,
): string | undefined {
  const json = JSON.stringify(body);
  reply.headers(headersOf(about, request, varies)).type('application/json; charset=utf-8');
  if (about.version === undefined || request.method === 'POST') return json;
  const etag = etagOf(about.version, json);
  reply.header('ETag', etag);
  const has = request.headers['if-none-match'];
  if (has === undefined || !isNamedBy(has, etag)) return json;
  reply.status(304).removeHeader('content-type');
  return undefined;
}

function headersOf(
  { position, replayed, location, contentLocation, next }: AboutAnswer,
  request: FastifyRequest,
  varies: boolean,
) {
  return {
    'Jalon-Position': String(position),
    ...(request.routeOptions.config.need === 'public-read' && { 'Cache-Control': 'no-cache' }),
    Vary: varies ? 'Authorization, Accept, Accept-Language' : 'Authorization, Accept-Language',
    ...(replayed && { 'Idempotency-Replayed': 'true' }),
    ...(location !== undefined && { Location: location }),
    ...(contentLocation !== undefined && { 'Content-Location': contentLocation }),
    ...(next && { Link: `<${withQuery(request.url, next)}>; rel="next"` }),
  };
}

/** This address with some of its query parameters replaced. `seen` was waited for already. */
function withQuery(url: string, next: Readonly<Record<string, string>>): string {
  const [path = '', query] = url.split('?', 2);
  const params = new URLSearchParams(query);
  params.delete('seen');
  for (const [name, value] of Object.entries(next)) params.set(name, value);
  return `${path}?${params.toString()}`;
}

/** `"<version>.<hash of the body>"`: a write compares the version, a read the whole. */
const etagOf = (version: number, json: string): string =>
  `"${version}.${createHash('sha256').update(json).digest('base64url').slice(0, 16)}"`;

/** Whether `If-None-Match` names what would be answered, by weak comparison (RFC 9110, 13.1.2). */
export const isNamedBy = (header: string, etag: string): boolean =>
  header.trim() === '*' || tagsIn(header).some((tag) => tag.replace(/^W\//, '') === etag);

export type Expected = 'any' | readonly number[];

/**
 * The versions that `If-Match` lets pass; `any` for `*`. A weak tag never matches (RFC 9110, 13.1.1), so it stands for
 * a version that no stream has. The hash is optional: `"7"` does too.
 *
 * @throws Rejection
 */
export function versionsIn(header: string): Expected {
  if (header.trim() === '*') return 'any';
  const tags = tagsIn(header);
  if (tags.length === 0) throw reject('If-Match', 'etag-format');
  return tags.map((tag) => Number(/^"(\d{1,15})(?:\.[\w-]*)?"$/.exec(tag)?.[1] ?? -1));
}

/** The quoted tags of a list; none when anything else stands there. */
function tagsIn(header: string): string[] {
  const list = /^\s*(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*\s*$/;
  return list.test(header) ? (header.match(/(?:W\/)?"[^"]*"/g) ?? []) : [];
}

/** A page of a list, its successor in the Link header. */
export const listAnswer = <T>({ items, next }: Page<T>, position: number): Answer<{ items: T[] }> =>
  new Answer({ items }, { position, ...(next !== null && { next: { cursor: next } }) });
