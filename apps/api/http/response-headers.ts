import type { FastifyInstance } from 'fastify';

/** Sent with every answer. An answer of /v1 is data: a browser may show it, and do nothing else with it. */
const always = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
};

/** The documentation's page brings its own script; it sets styles and pictures inline. */
const ofDocs =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export function sendSecurityHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(always);
    if (/^\/docs(?:$|[/?])/.test(request.url)) reply.header('Content-Security-Policy', ofDocs);
    done();
  });
}
