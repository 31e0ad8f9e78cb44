import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { LedgerEpochs } from '#database/ledger-epochs.js';
import { reason } from '#domain/refusal.js';
import { type Failure, problemBody } from '../problem/problem-of.js';
import { Rejection, retryAfter } from '../problem/rejection.js';
import { REQUEST_ID, requestIdIn } from './request-id.js';

/**
 * At shutdown, requests on open connections are answered 503 by `Retry-After`, and idle connections end on which no request was
 * ever sent, such as those that browsers open in advance: Node.js treats them as busy and would wait for the client.
 */
export function endConnections(fastify: FastifyInstance): void {
  const unused = new Set<Socket>();
  let closing = false;
  fastify.server.on('connection', (socket: Socket) => {
    if (closing) {
      socket.destroy();
      return;
    }
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  fastify.server.on('request', ({ socket }: { socket: Socket }) => unused.delete(socket));
  fastify.addHook('onRequest', (_request, _reply, done) => {
    done(closing ? retryAfter(2, 'unavailable', reason('server-stopping')) : undefined);
  });
  fastify.addHook('preClose', (done) => {
    closing = true;
    for (const socket of unused) socket.destroy();
    done();
  });
}

/** Answers requests that Node.js cannot parse as HTTP, such as with a NUL in a header. */
export const answerUnreadable =
  (publicUrl: string) =>
  (error: Error & { code?: string; rawPacket?: unknown }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) return;
    const isHead = Buffer.isBuffer(error.rawPacket) && error.rawPacket.toString('latin1', 0, 5) === 'HEAD ';
    answerOnSocket(socket, { code: unreadable[error.code ?? ''] ?? 'malformed-request' }, publicUrl, { isHead });
  };

/** Errors of Node.js, by code; the others are malformed requests. */
const unreadable: Record<string, Failure['code']> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

/** Answers what Node.js would answer itself, without a problem: a request without `Host`, or with an unknown expectation. */
export function answerInsteadOfNode(fastify: FastifyInstance): void {
  fastify.server.on('checkExpectation', ({ headers, method }: IncomingMessage, { socket }: ServerResponse) => {
    const about = { requestId: requestIdIn(headers), isHead: method === 'HEAD' };
    if (socket) answerOnSocket(socket, { code: 'expectation-failed' }, fastify.publicUrl, about);
  });
  fastify.addHook('onRequest', ({ raw: { httpVersion, headers } }, _, done) => {
    const isMissing = httpVersion === '1.1' && headers.host === undefined;
    done(isMissing ? new Rejection('malformed-request', reason('host-missing')) : undefined);
  });
}

/** Answers a request that cannot be completed, and closes its connection. */
export function answerOnSocket(
  socket: Socket,
  failure: Failure,
  publicUrl: string,
  { requestId = randomUUID(), isHead = false }: { requestId?: string; isHead?: boolean } = {},
): void {
  const body = problemBody(failure, 'en', { publicUrl, requestId });
  const json = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${body.status} ${STATUS_CODES[body.status] ?? ''}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(json)}`,
    `${REQUEST_ID}: ${requestId}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${isHead ? '' : json}`, () => socket.destroy());
}

/** Sent with every response. Responses of /v1 are data: browsers must not execute or embed them. */
const always = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
};

/** The documentation page has its own script, and inline styles and images. */
const ofDocs =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Browsers ignore it over plain http. Not for subdomains: they are not ours to decide for. */
const ofHttps = { 'Strict-Transport-Security': 'max-age=31536000' };

export function sendHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(alwaysSent(request));
    done();
  });
}

/** Headers of every response. */
export const alwaysSent = ({ id, url, server: { publicUrl } }: FastifyRequest): Readonly<Record<string, string>> => ({
  ...always,
  [REQUEST_ID]: id,
  ...(publicUrl.startsWith('https:') && ofHttps),
  ...(/^\/docs(?:$|[/?])/.test(url) && { 'Content-Security-Policy': ofDocs }),
});

/** `Jalon-Position` tells the epoch as well. */
export function writePositions(fastify: FastifyInstance, epochs: LedgerEpochs): void {
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    const position = reply.getHeader('jalon-position');
    if (position !== undefined) reply.header('jalon-position', epochs.written(Number(position)));
    done();
  });
}
