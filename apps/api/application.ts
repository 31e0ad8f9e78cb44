import type { IncomingMessage } from 'node:http';
import cors from '@fastify/cors';
import rateLimit from '@fastify/rate-limit';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Span } from '@opentelemetry/api';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { beginRequest, fail, isTracing, traceFields } from '#tracing/tracing.js';
import { ConsoleModule } from '../console/console.js';
import { admitEarly, AuthGuard } from './auth/auth.guard.js';
import { shownPath } from './feeds/feeds.controller.js';
import { sendAnswers } from './http/answer.js';
import { limitBodyTime, JSON_LIMIT, readBodies } from './http/request-bodies.js';
import {
  compressResponses,
  refuseMalformedQueries,
  refuseOtherFormats,
  refuseOtherMethods,
} from './http/content-negotiation.js';
import { keepAnswers } from './http/kept-answers.js';
import { Viewpoints } from './http/reading.js';
import {
  rememberRequestIds,
  requestIdIn,
  RequestLogger,
  varyBy,
  alwaysSent,
  sendHeaders,
} from './http/response-headers.js';
import { answerUnreadable, endConnections, refuseUnmet } from './http/server.js';
import { serveDocs } from './openapi/docs.js';
import { RESPONSE_HEADERS } from './openapi/responses.js';
import { Metrics } from './operations/operations.controller.js';
import { sendProblem } from './problem/problem.filter.js';
import type { ApiSettings } from './settings.js';

/** The whole API, ready to listen. Whoever creates it closes it. */
export async function createApi(settings: ApiSettings, clock: Clock): Promise<NestFastifyApplication> {
  const adapter = adapterFor(settings);
  const fastify = adapter.getInstance<FastifyInstance>();
  const logger = settings.LOG_LEVEL !== 'silent' && new RequestLogger({ json: true, logLevels: ['warn', 'error'] });
  const app = await NestFactory.create<NestFastifyApplication>(ConsoleModule.with(settings, clock), adapter, {
    ...{ bodyParser: false, abortOnError: false, logger },
  });
  const db = app.get(LedgerDatabase);
  fastify.decorate('publicUrl', settings.PUBLIC_URL);
  await fastify.register(rateLimit, { global: false });

  // Hooks run in this order, before routes are registered. First what later ones log and send.
  traceRequests(fastify);
  sendHeaders(fastify, db.epochs);
  endConnections(fastify);
  refuseUnmet(fastify);
  limitBodyTime(fastify, settings.limits);
  // Preflights have no key, and what is refused for its key is not told what else is wrong with it.
  await allowOrigins(fastify, settings.CORS_ORIGINS);
  admitEarly(fastify, app.get(AuthGuard), app.get<EventStore<LedgerEvent>>(EventStore));
  refuseOtherMethods(fastify);
  refuseMalformedQueries(fastify);
  refuseOtherFormats(fastify);
  readBodies(fastify);
  // The tag is one of the content before it is compressed.
  sendAnswers(fastify, db.epochs);
  compressResponses(fastify);
  const metrics = app.get(Metrics);
  keepAnswers(fastify, {
    viewpoints: app.get(Viewpoints),
    epochs: db.epochs,
    answered: (from) => {
      metrics.answered(from);
    },
  });
  rememberRequestIds(fastify);
  observeRequests(fastify, metrics);
  serveDocs(app);
  return app;
}

const adapterFor = (settings: ApiSettings): FastifyAdapter =>
  new FastifyAdapter({
    bodyLimit: JSON_LIMIT,
    http: { requireHostHeader: false }, // refused in `refuseUnmet`
    trustProxy: settings.TRUST_PROXY.length > 0 && settings.TRUST_PROXY,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    logger: { level: settings.LOG_LEVEL, serializers: { req: shownInLog }, mixin: traceFields },
    genReqId: ({ headers }: IncomingMessage) => requestIdIn(headers),
    clientErrorHandler: answerUnreadable(settings.PUBLIC_URL),
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      sendProblem(error, request, reply.headers(alwaysSent(request)));
    },
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: true },
    return503OnClosing: false,
    skipMiddie: true, // nothing here is middleware
  });

/** Neither headers nor the query: tokens of links stand in it. Nor the tokens of private feeds. */
const shownInLog = ({ method, url, ip }: FastifyRequest) => ({
  method,
  url: shownPath(url.split('?', 1)[0] ?? ''),
  remoteAddress: ip,
});

function observeRequests(fastify: FastifyInstance, metrics: Metrics): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const { elapsedTime: responseTime, statusCode } = reply;
    const route = request.routeOptions.url ?? 'none';
    // A stream's length says nothing of how fast it was answered.
    if (!isEventStream(reply)) metrics.observe(request.method, route, statusCode, responseTime / 1000);
    request.log.info({ req: request, res: reply, responseTime });
    done();
  });
}

const isEventStream = (reply: FastifyReply): boolean =>
  String(reply.getHeader('content-type')).startsWith('text/event-stream') && reply.request.method === 'GET';

/** Asked every few seconds by machines. */
const LEFT_OUT = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * A span per request, in the trace of its `traceparent`. It names the route, not the address, which may contain names and
 * tokens. Before all other hooks, so that what they do and log is part of it; parsing a body loses it, hence the second hook.
 */
function traceRequests(fastify: FastifyInstance): void {
  if (!isTracing()) return;
  const traced = new WeakMap<FastifyRequest, { span: Span; run: (work: () => void) => void }>();
  fastify.addHook('onRequest', (request: FastifyRequest, _: FastifyReply, done: () => void) => {
    const { method, headers, id } = request;
    const route = request.routeOptions.url ?? 'none';
    if (LEFT_OUT.has(route)) {
      done();
      return;
    }
    const attributes = { 'http.request.method': method, 'http.route': route, 'jalon.request_id': id };
    const one = beginRequest(`${method} ${route}`, headers, attributes);
    traced.set(request, one);
    one.run(done);
  });
  const within = (request: FastifyRequest, done: () => void): void => {
    const one = traced.get(request);
    if (one) one.run(done);
    else done();
  };
  fastify.addHook('preValidation', (request: FastifyRequest, _: FastifyReply, done: () => void) => {
    within(request, done);
  });
  fastify.addHook('onResponse', (request: FastifyRequest, { statusCode }: FastifyReply, done: () => void) => {
    const span = traced.get(request)?.span;
    span?.setAttribute('http.response.status_code', statusCode);
    if (span && statusCode >= 500) fail(span, String(statusCode));
    span?.end();
    within(request, done);
  });
}

/** REST, what assistants ask, feeds and the documentation of REST. Never pages: their sessions are for this origin only. */
const SHARED = /^\/(?:v1\/|feeds\/|(?:mcp|openapi(?:-admin)?\.json)(?:$|\?))/;

/** What programs in a browser may send, beside what every form may. */
const REQUEST_HEADERS = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'Last-Event-ID',
  'MCP-Protocol-Version',
  'Mcp-Session-Id',
  'X-Request-Id',
  'traceparent',
  'tracestate',
];

/** What they may read beside the headers that REST documents, and what every response shows them. */
const OTHER_HEADERS = ['Accept', 'Accept-Encoding', 'Content-Disposition', 'Mcp-Session-Id', 'Repr-Digest'];

/**
 * Lets web applications of other origins call REST from a browser, by `CORS_ORIGINS`. They send an API key; cookies are never
 * accepted.
 */
async function allowOrigins(fastify: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  const options = {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: REQUEST_HEADERS,
    exposedHeaders: [...RESPONSE_HEADERS, ...OTHER_HEADERS].sort(),
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
