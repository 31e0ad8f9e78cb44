import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { varyBy } from './vary.js';

/** REST, feeds and the documentation of REST. Never pages: their sessions are for this origin only. */
const SHARED = /^\/(?:v1\/|feeds\/|openapi\.json(?:$|\?))/;

/** What programs in a browser may send, beside what every form may. */
const REQUEST_HEADERS = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'Last-Event-ID',
  'X-Request-Id',
  'traceparent',
  'tracestate',
];

/** What they may read, beside what every response shows them. */
const RESPONSE_HEADERS = [
  'Accept',
  'Accept-Encoding',
  'Allow',
  'Content-Disposition',
  'Content-Location',
  'Deprecation',
  'ETag',
  'Idempotency-Replayed',
  'Jalon-Position',
  'Link',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Repr-Digest',
  'Retry-After',
  'Sunset',
  'WWW-Authenticate',
  'X-Request-Id',
];

const PREFLIGHT_SECONDS = 7200;

/**
 * Lets web applications of other origins call REST from a browser (https://fetch.spec.whatwg.org/#http-cors-protocol), by
 * `CORS_ORIGINS`. They send an API key; cookies are never accepted. The answer to a preflight names the methods of the address,
 * which a plug-in for all addresses cannot.
 */
export function shareWith(fastify: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    if (SHARED.test(request.url)) share(request, reply, origins);
    done();
  });
}

function share({ method, headers }: FastifyRequest, reply: FastifyReply, origins: readonly string[]): void {
  const isOpen = origins.includes('*');
  if (!isOpen) varyBy(reply, 'Origin');
  const { origin } = headers;
  if (origin === undefined || !(isOpen || origins.includes(origin))) return;
  const isPreflight = method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
  void reply.headers({
    'Access-Control-Allow-Origin': isOpen ? '*' : origin,
    ...(isPreflight
      ? {
          'Access-Control-Allow-Methods': String(reply.getHeader('allow')),
          'Access-Control-Allow-Headers': REQUEST_HEADERS.join(', '),
          'Access-Control-Max-Age': String(PREFLIGHT_SECONDS),
        }
      : { 'Access-Control-Expose-Headers': RESPONSE_HEADERS.join(', ') }),
  });
}
