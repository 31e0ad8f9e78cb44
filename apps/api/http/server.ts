import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { reason } from '#domain/refusal.js';
import { type Failure, problemBody } from '../problem/problem.filter.js';
import { Rejection, retryAfter } from '../problem/rejection.js';
import { REQUEST_ID } from './response-headers.js';

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

/** What Node.js would refuse with an empty body: an expectation it does not know and, with `requireHostHeader`, a missing host. */
export function refuseUnmet(fastify: FastifyInstance): void {
  const { server } = fastify;
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  fastify.addHook('onRequest', ({ headers: { expect, host }, raw }, _reply, done) => {
    const close = { Connection: 'close' };
    if (host === undefined && raw.httpVersion === '1.1')
      done(new Rejection('malformed-request', undefined, [{ field: 'Host', ...reason('required') }], close));
    else if (expect !== undefined && !/(?:^|\W)100-continue(?:$|\W)/i.test(expect))
      done(new Rejection('expectation-failed', undefined, [], close));
    else done();
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
