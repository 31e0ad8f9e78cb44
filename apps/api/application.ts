import type { IncomingMessage } from 'node:http';
import rateLimit from '@fastify/rate-limit';
import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { ConsoleModule } from './console/console.js';
import { admitEarly, AuthGuard } from './auth/auth.guard.js';
import { shownPath } from './feeds/feed-addresses.js';
import { limitBodyTime } from './http/body-limits.js';
import { JSON_LIMIT, parseContent } from './http/content-parsers.js';
import { answerHeads, answerMethods, rememberRoutes } from './http/methods.js';
import { negotiate } from './http/media-types.js';
import { compressAnswers } from './http/compression.js';
import { shareWith } from './http/cors.js';
import { announceDeprecations } from './http/deprecation.js';
import { readFromReplica } from './http/reading.js';
import { rememberRequestIds, requestIdIn, RequestLogger } from './http/request-id.js';
import {
  alwaysSent,
  answerInsteadOfNode,
  answerUnreadable,
  endConnections,
  sendHeaders,
  writePositions,
} from './http/server.js';
import { LedgerState, validateLists } from './http/validators.js';
import { tellLimits } from './auth/rate-limits.js';
import { serveDocs } from './openapi/docs.js';
import { Metrics } from './operations/metrics.js';
import { traceRequests } from './operations/traced-requests.js';
import { traceFields } from '#tracing/tracing.js';
import { sendProblem } from './problem/problem.filter.js';
import type { ApiSettings } from './settings.js';

/** The whole API, ready to listen. Whoever creates it closes it. */
export async function createApi(settings: ApiSettings, clock: Clock): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
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
    http: { requireHostHeader: false },
    return503OnClosing: false,
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  fastify.decorate('publicUrl', settings.PUBLIC_URL);
  traceRequests(fastify);
  rememberRoutes(fastify);
  answerHeads(fastify);
  rememberRequestIds(fastify);
  sendHeaders(fastify);
  announceDeprecations(fastify);
  parseContent(fastify);
  endConnections(fastify);
  answerInsteadOfNode(fastify);
  limitBodyTime(fastify, settings.limits);
  await fastify.register(rateLimit, { global: false });
  const logger = settings.LOG_LEVEL !== 'silent' && new RequestLogger({ json: true, logLevels: ['warn', 'error'] });

  const options: NestApplicationOptions = { bodyParser: false, abortOnError: false, logger };
  const module = ConsoleModule.with(settings, clock);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, options);
  readFromReplica(fastify, app.get(LedgerDatabase));
  admitEarly(fastify, app.get(AuthGuard));
  answerMethods(fastify);
  negotiate(fastify);
  writePositions(fastify, app.get(LedgerDatabase).epochs);
  shareWith(fastify, settings.CORS_ORIGINS);
  tellLimits(fastify);
  validateLists(fastify, app.get(LedgerState));
  compressAnswers(fastify);
  observeRequests(fastify, app.get(Metrics));
  serveDocs(app);
  return app;
}

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
