import type { Span } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { beginRequest, fail, isTracing } from '#tracing/tracing.js';

/** Asked every few seconds by machines. */
const LEFT_OUT = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * A span per request, in the trace of its `traceparent`. It names the route, not the address, which may contain names and
 * tokens. Before all other hooks, so that what they do and log is part of it; parsing a body loses it, hence the second hook.
 */
export function traceRequests(fastify: FastifyInstance): void {
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
