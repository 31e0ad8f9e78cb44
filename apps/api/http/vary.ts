import type { FastifyReply } from 'fastify';

/** Adds a request header to `Vary`, as the response is sent. */
export function varyBy(reply: FastifyReply, header: string): void {
  const named = reply.getHeader('vary');
  void reply.header('Vary', named === undefined ? header : `${String(named)}, ${header}`);
}
