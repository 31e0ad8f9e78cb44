import { createHash } from 'node:crypto';
import type { FastifyInstance, onSendHookHandler } from 'fastify';
import { tagNamedIn } from './answer.js';

/**
 * Sends lists with a weak ETag of their content, or 304 if the client has it. Why not `@fastify/etag`: docs/decisions.md.
 */
export function sendContentTags(fastify: FastifyInstance): void {
  // Fastify tells for HEAD the length of what is sent, which is not that of 200, which 304 must not (RFC 9110, 8.6).
  fastify.addHook('onRoute', (route) => {
    if (route.method === 'HEAD') route.onSend = [...[route.onSend ?? []].flat(), withoutLength];
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (request.routeOptions.config.etag !== 'content' || reply.statusCode !== 200 || typeof payload !== 'string') {
      done(null, payload);
      return;
    }
    const tag = `W/"${createHash('sha256').update(payload).digest('base64url').slice(0, 22)}"`;
    reply.header('ETag', tag);
    const known = request.headers['if-none-match'];
    if (known === undefined || tagNamedIn(known, tag) === undefined) {
      done(null, payload);
      return;
    }
    reply.status(304).removeHeader('content-type').removeHeader('content-length');
    done(null, request.method === 'HEAD' ? '' : null);
  });
}

const withoutLength: onSendHookHandler = (_request, reply, payload, done) => {
  if (reply.statusCode === 304) void reply.removeHeader('content-length');
  done(null, payload);
};
