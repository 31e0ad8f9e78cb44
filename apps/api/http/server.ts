import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { LedgerEpochs } from '#database/ledger-epochs.js';
import type { Need } from '../auth/needs.js';
import { problemBody } from '../problem/problem-of.js';

/**
 * Ends idle connections at shutdown on which no request was ever sent, such as those that browsers open in advance: Node.js
 * treats them as busy and would wait for the client.
 */
export function endUnusedConnections(fastify: FastifyInstance): void {
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
  fastify.addHook('preClose', (done) => {
    closing = true;
    for (const socket of unused) socket.destroy();
    done();
  });
}

/** Answers requests that Node.js cannot parse as HTTP, such as with a NUL in a header. */
export const answerUnreadable =
  (publicUrl: string) =>
  (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) return;
    answerOnSocket(socket, problemBody({ code: 'malformed-request' }, 'en', publicUrl));
  };

/** Answers a request that cannot be completed, and closes its connection. */
export function answerOnSocket(socket: Socket, body: ReturnType<typeof problemBody>): void {
  const json = JSON.stringify(body);
  const head = [
    `HTTP/1.1 ${body.status} ${STATUS_CODES[body.status] ?? ''}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(json)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${json}`, () => socket.destroy());
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

export function sendSecurityHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(always);
    if (fastify.publicUrl.startsWith('https:')) reply.headers(ofHttps);
    if (/^\/docs(?:$|[/?])/.test(request.url)) reply.header('Content-Security-Policy', ofDocs);
    done();
  });
}

/** `Jalon-Position` tells the epoch as well. */
export function writePositions(fastify: FastifyInstance, epochs: LedgerEpochs): void {
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    const position = reply.getHeader('jalon-position');
    if (position !== undefined) reply.header('jalon-position', epochs.written(Number(position)));
    done();
  });
}

interface KnownRoute {
  method: string;
  url: string;
  /** Absent: open to all. */
  need: Need | undefined;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route, those of Fastify itself included. */
    routes: readonly KnownRoute[];
    /** The allowed methods of a path; empty without a route. */
    methodsAt(path: string): string[];
  }
}

/** Collects the routes, to distinguish 405 from 404. To be called before the first route is registered. */
export function rememberRoutes(fastify: FastifyInstance): void {
  const known: (KnownRoute & { pattern: RegExp })[] = [];
  fastify.addHook('onRoute', ({ url, method: methods, config }) => {
    const pattern = patternOf(url);
    if (!url.includes('*'))
      known.push(...[methods].flat().map((method) => ({ method, url, need: config?.need, pattern })));
  });
  fastify.decorate('routes', known);
  fastify.decorate('methodsAt', (path: string): string[] => {
    const found = known.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    return [...new Set(found)];
  });
}

const patternOf = (url: string): RegExp =>
  new RegExp(`^${url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`);
