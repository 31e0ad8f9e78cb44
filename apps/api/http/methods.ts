import type { FastifyInstance } from 'fastify';
import { reason } from '#domain/refusal.js';
import type { Need } from '../auth/needs.js';
import { Rejection } from '../problem/rejection.js';
import { typesTakenBy } from './media-types.js';

export interface KnownRoute {
  method: string;
  url: string;
  /** Absent: open to all. */
  need: Need | undefined;
  /** The media types of the bodies that it accepts. */
  takes: readonly string[];
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route, those of Fastify itself included. */
    routes: readonly KnownRoute[];
    /** Those at a path, whatever their method; all for `*`. */
    routesAt(path: string): readonly KnownRoute[];
  }
}

/** Collects the routes, to distinguish 405 from 404. To be called before the first route is registered. */
export function rememberRoutes(fastify: FastifyInstance): void {
  const known: (KnownRoute & { pattern: RegExp })[] = [];
  fastify.addHook('onRoute', ({ url, method: methods, config }) => {
    const pattern = patternOf(url);
    if (!url.includes('*'))
      for (const method of [methods].flat())
        known.push({ method, url, need: config?.need, takes: typesTakenBy({ url, config }), pattern });
  });
  fastify.decorate('routes', known);
  fastify.decorate('routesAt', (path: string) => known.filter(({ pattern }) => path === '*' || pattern.test(path)));
}

const allowedBy = (routes: readonly KnownRoute[]): string[] =>
  [...new Set([...routes.map(({ method }) => method), 'OPTIONS'])].sort();

const patternOf = (url: string): RegExp =>
  new RegExp(`^${url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}/?$`);

/**
 * Lets Fastify answer `HEAD` with 304, too: it fails where a hook has left no payload, and tells a length that is not that of
 * 200, which 304 must not (RFC 9110, 8.6). To be called before the first route is registered.
 */
export function answerHeads(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    if (route.method !== 'HEAD') return;
    route.onSend = [
      (_request, _reply, payload, done) => {
        done(null, payload ?? '');
      },
      ...[route.onSend ?? []].flat(),
      (_request, reply, payload, done) => {
        if (reply.statusCode === 304) void reply.removeHeader('content-length');
        done(null, payload);
      },
    ];
  });
}

/**
 * Answers `OPTIONS` and other methods of a known address (405), before the body is read.
 *
 * @throws Rejection method-not-allowed
 */
export function answerMethods(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async ({ is404, method, url }, reply) => {
    const path = url.split('?', 1)[0] ?? '';
    const routes = is404 ? fastify.routesAt(path) : [];
    if (routes.length === 0) return;
    const methods = allowedBy(routes);
    // The method is right, but not what a parameter holds: one with an extension takes no line break. Answered 404.
    if (method !== 'OPTIONS' && methods.includes(method)) return;
    const allowed = { Allow: methods.join(', ') };
    if (method !== 'OPTIONS')
      throw new Rejection('method-not-allowed', reason('allowed-methods', { methods }), [], allowed);
    return reply
      .status(204)
      .headers({ ...allowed, ...(path !== '*' && typesIn(routes)) })
      .send();
  });
}

/** What may be posted (W3C LDP, 7.1) and patched (RFC 5789). */
function typesIn(routes: readonly KnownRoute[]): Record<string, string> {
  const [posted, patched] = ['POST', 'PATCH'].map((wanted) => routes.find(({ method }) => method === wanted)?.takes);
  return {
    ...(posted && { 'Accept-Post': posted.join(', ') }),
    ...(patched && { 'Accept-Patch': patched.join(', ') }),
  };
}
