import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { csvOf } from '../csv/csv.js';
import { type AboutAnswer, Answer } from './answer.js';
import { etagOf, isNamedBy } from './etag.js';

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
    Vary: varies ? 'Authorization, Accept' : 'Authorization',
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
