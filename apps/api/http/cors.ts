import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { sendProblem } from '../problem/problem.filter.js';
import { varyBy } from './response-headers.js';

/** REST, feeds and the documentation of REST. Never pages: their sessions are for this origin only. */
const SHARED = /^\/(?:v1\/|feeds\/|openapi(?:-admin)?\.json(?:$|\?))/;

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

/**
 * Lets web applications of other origins call REST from a browser, by `CORS_ORIGINS`. They send an API key; cookies are never
 * accepted.
 */
export async function allowOrigins(fastify: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  const options = {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: REQUEST_HEADERS,
    exposedHeaders: RESPONSE_HEADERS,
    maxAge: 7200,
  };
  // The plug-in has a route of its own, which knows no error handler yet.
  fastify.addHook('onRoute', (route) => {
    if (route.method === 'OPTIONS') route.errorHandler = sendProblem;
  });
  await fastify.register(cors, {
    delegator: (request, done) => {
      const isOurs = SHARED.test(request.url) && isAllowed(request.headers.origin, origins);
      done(null, isOurs ? options : { origin: false });
    },
  });
  // What answers a request says by what else it varies, and would replace the header of the plug-in.
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    if (SHARED.test(request.url) && !origins.includes('*')) varyBy(reply, 'Origin');
    done();
  });
}

const isAllowed = (origin: string | undefined, origins: readonly string[]): boolean =>
  origin !== undefined && (origins.includes('*') || origins.includes(origin));
