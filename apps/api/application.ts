import type { IncomingMessage } from 'node:http';
import rateLimit from '@fastify/rate-limit';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { traceFields } from '#tracing/tracing.js';
import { admitEarly, AuthGuard } from './auth/auth.guard.js';
import { ConsoleModule } from '../console/console.js';
import { shownPath } from './feeds/feed-addresses.js';
import { limitBodyTime } from './http/body-limits.js';
import { compressResponses } from './http/compression.js';
import { allowOrigins } from './http/cors.js';
import { sendContentTags } from './http/content-etags.js';
import { refuseOtherFormats } from './http/media-types.js';
import { refuseOtherMethods } from './http/methods.js';
import { keepAnswers } from './http/kept-answers.js';
import { readFromReplica, Viewpoints } from './http/reading.js';
import { JSON_LIMIT, readBodies } from './http/request-bodies.js';
import { rememberRequestIds, requestIdIn, RequestLogger } from './http/request-id.js';
import { alwaysSent, sendHeaders } from './http/response-headers.js';
import { answerUnreadable, endConnections } from './http/server.js';
import { serveDocs } from './openapi/docs.js';
import { Metrics } from './operations/metrics.js';
import { traceRequests } from './operations/traced-requests.js';
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
  limitBodyTime(fastify, settings.limits);
  // Preflights have no key, and what is refused for its key is not told what else is wrong with it.
  await allowOrigins(fastify, settings.CORS_ORIGINS);
  readFromReplica(fastify, db);
  admitEarly(fastify, app.get(AuthGuard), app.get<EventStore<LedgerEvent>>(EventStore));
  refuseOtherMethods(fastify);
  refuseOtherFormats(fastify);
  readBodies(fastify);
  // The tag is one of the content before it is compressed.
  sendContentTags(fastify);
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
  });

/** Neither headers nor the query: tokens of links stand in it. Nor the tokens of private feeds. */
const shownInLog = ({ method, url, ip }: FastifyRequest) => ({
  method,
  url: shownPath(url.split('?', 1)[0] ?? ''),
  remoteAddress: ip,
});

/** One line of the log and one figure per request. */
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
