import { afterAll, describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import type { IncomingMessage } from 'node:http';
import { currentRequest } from '#tracing/tracing.js';
import { rememberRequestIds, requestIdIn, RequestLogger } from './response-headers.js';

/** What it would print. */
class Printed extends RequestLogger {
  line = (message: string): object =>
    this.getJsonLogObject(message, { context: 'Spec', logLevel: 'warn', writeStreamType: 'stdout' });
}

describe('the id of a request', () => {
  const server = fastify({ genReqId: ({ headers }: IncomingMessage) => requestIdIn(headers) });
  rememberRequestIds(server);
  const log = new Printed({ json: true });
  server.route({ method: ['PUT', 'POST'], url: '/', handler: async () => Promise.resolve(log.line('slow')) });
  afterAll(() => server.close());

  it.each([
    ['PUT', undefined],
    ['POST', '{"a":1}'],
  ])('is named by what is logged while it is answered (%s)', async (method, body) => {
    const url = await server.listen({ host: '127.0.0.1', port: 0 }).catch(() => server.listeningOrigin);
    const headers = { 'x-request-id': 'desk-42', ...(body !== undefined && { 'content-type': 'application/json' }) };
    const answer = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
    expect(await answer.json()).toMatchObject({ message: 'slow', requestId: 'desk-42' });
  });

  it('is absent outside of requests', () => {
    expect([currentRequest.get(), log.line('idle')]).toEqual([
      undefined,
      expect.not.objectContaining({ requestId: expect.anything() }),
    ]);
  });
});
