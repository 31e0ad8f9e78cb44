import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import type { LedgerEpochs } from '#database/ledger-epochs.js';
import { currentRequest, isRequestId, traceFields } from '#tracing/tracing.js';
import type { Deprecated, Limited } from './request.js';

export const REQUEST_ID = 'x-request-id';

/** The id of a request: that of `X-Request-Id`; a new one if there is none or it is malformed. */
export function requestIdIn(headers: IncomingHttpHeaders): string {
  const given = headers[REQUEST_ID];
  return isRequestId(given) ? given : randomUUID();
}

/**
 * Remembers the id of the request for what is logged while it is answered, and for the messages that it causes. Reads cause none
 * and recording tells its id itself; what they log names the request. Parsing a body loses it: hence both hooks.
 */
export function rememberRequestIds(fastify: FastifyInstance): void {
  const remembered = new WeakMap<FastifyRequest, number>();
  for (const hook of ['onRequest', 'preValidation'] as const)
    fastify.addHook(hook, (request: FastifyRequest, _: FastifyReply, done: () => void) => {
      const { bySession, records } = request.routeOptions.config;
      if (!bySession && (records || request.method === 'GET' || request.method === 'HEAD')) {
        done();
        return;
      }
      remembered.set(request, (remembered.get(request) ?? 0) + 1);
      currentRequest.run(request.id, done);
    });
  fastify.addHook('onResponse', (request, _, done) => {
    for (let times = remembered.get(request) ?? 0; times > 0; times -= 1) currentRequest.end();
    done();
  });
}

const LEVELS: Record<LogLevel, number> = { verbose: 10, debug: 20, log: 30, warn: 40, error: 50, fatal: 60 };

/** Nest's log as JSON lines with the fields of Fastify's, which name the request and the trace that they belong to. */
export class RequestLogger extends ConsoleLogger {
  protected override getJsonLogObject(...args: Parameters<ConsoleLogger['getJsonLogObject']>) {
    const requestId = currentRequest.get();
    return { ...super.getJsonLogObject(...args), ...(requestId !== undefined && { requestId }), ...traceFields() };
  }

  protected override stringifyJsonLogObject({ level, timestamp, message, ...rest }: Record<string, unknown>): string {
    const line = { level: LEVELS[level as LogLevel], time: timestamp, ...rest, msg: message };
    return super.stringifyJsonLogObject(line);
  }
}

/** Responses of /v1 are data: browsers must not execute or embed them. */
const always = {
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** The documentation page has its own script, and inline styles and images. */
const ofDocs =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Browsers ignore it over plain http. Not for subdomains: they are not ours to decide for. */
const ofHttps = { 'strict-transport-security': 'max-age=31536000' };

/** Headers of every response that says nothing else, in lower case as they are sent. */
export const alwaysSent = ({ id, url, server: { publicUrl } }: FastifyRequest): Readonly<Record<string, string>> => ({
  ...always,
  [REQUEST_ID]: id,
  ...(publicUrl.startsWith('https:') && ofHttps),
  ...(/^\/docs(?:$|[/?])/.test(url) && { 'content-security-policy': ofDocs }),
});

/**
 * Sends the headers of every response; with `Jalon-Position`, the epoch; and what applies to the request: the limits that it
 * was counted for (IETF draft httpapi-ratelimit-headers), and that its route is deprecated (RFC 9745, RFC 8594).
 */
export function sendHeaders(fastify: FastifyInstance, epochs: Pick<LedgerEpochs, 'written'>): void {
  fastify.addHook('onRoute', ({ url, config }) => {
    assertLongEnough(url, config?.deprecated);
  });
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    const { limits, routeOptions } = request;
    for (const [name, value] of Object.entries(alwaysSent(request)))
      if (!reply.hasHeader(name)) void reply.header(name, value);
    const position = reply.getHeader('jalon-position');
    if (position !== undefined) reply.header('jalon-position', epochs.written(Number(position)));
    if (limits) void reply.headers(limitHeaders(limits));
    const { deprecated } = routeOptions.config;
    if (deprecated) void reply.headers(deprecationHeaders(deprecated, reply.getHeader('link')));
    done();
  });
}

export const limitHeaders = (limits: readonly Limited[]) => ({
  'RateLimit-Policy': limits
    .map(({ name, quota, windowSeconds }) => `"${name}";q=${quota};w=${windowSeconds}`)
    .join(', '),
  RateLimit: limits.map(({ name, remaining, reset }) => `"${name}";r=${remaining};t=${reset}`).join(', '),
});

const HALF_A_YEAR_MS = 182 * 24 * 3_600_000;

function assertLongEnough(url: string, { since = '', sunset }: Partial<Deprecated> = {}): void {
  if (sunset !== undefined && Date.parse(sunset) - Date.parse(since) < HALF_A_YEAR_MS)
    throw new Error(`${url} is removed too soon after its deprecation`);
}

const deprecationHeaders = ({ since, sunset, link }: Deprecated, other: unknown) => ({
  Deprecation: `@${Date.parse(since) / 1000}`,
  ...(sunset !== undefined && { Sunset: new Date(sunset).toUTCString() }),
  Link: [other, `<${link}>; rel="deprecation"; type="text/html"`].filter(Boolean).join(', '),
});

/** Adds a request header to `Vary`, as the response is sent. */
export function varyBy(reply: FastifyReply, header: string): void {
  const named = reply.getHeader('vary');
  void reply.header('Vary', named === undefined ? header : `${String(named)}, ${header}`);
}
