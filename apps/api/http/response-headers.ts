import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { LedgerEpochs } from '#database/ledger-epochs.js';
import { REQUEST_ID } from './request-id.js';
import type { Deprecated, Limited } from './request.js';

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
