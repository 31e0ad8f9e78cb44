import type { FastifyInstance } from 'fastify';
import { reason } from '#domain/refusal.js';
import { Rejection } from '../problem/rejection.js';
import type { KnownRoute } from './request.js';

/**
 * Answers 405 instead of 404 to other methods of a known address, before the body is read. To be called before the first
 * route is registered.
 *
 * @throws Rejection method-not-allowed
 */
export function refuseOtherMethods(fastify: FastifyInstance): void {
  const known: (KnownRoute & { pattern: RegExp })[] = [];
  fastify.addHook('onRoute', ({ url, method, config }) => {
    const pattern = patternOf(url);
    if (!url.includes('*'))
      known.push(...[method].flat().map((one) => ({ method: one, url, need: config?.need, pattern })));
  });
  fastify.decorate('routes', known);
  // Of the routes that Fastify finds, the one of `OPTIONS` is for preflights, which have been answered.
  fastify.addHook('preParsing', ({ is404, method, url }, _reply, payload, done) => {
    const path = url.split('?', 1)[0] ?? '';
    const routes = is404 || method === 'OPTIONS' ? known.filter(({ pattern }) => pattern.test(path)) : [];
    const methods = [...new Set(routes.map((route) => route.method))].sort();
    // The method is right, but not what a parameter holds: one with an extension takes no line break. Answered 404.
    const isOther = routes.length > 0 && !methods.includes(method);
    if (isOther) done(notAllowed(methods));
    else done(null, payload);
  });
}

const notAllowed = (methods: readonly string[]): Rejection =>
  new Rejection('method-not-allowed', reason('allowed-methods', { methods }), [], { Allow: methods.join(', ') });

const patternOf = (url: string): RegExp =>
  new RegExp(`^${url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}/?$`);
