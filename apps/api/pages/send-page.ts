import type { FastifyReply } from 'fastify';

/** Forms that post home and a little style; no script, no picture, no frame around it. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export function sendPage(reply: FastifyReply, status: number, html: string): void {
  void reply.status(status).header('Content-Security-Policy', PAGE_POLICY).type('text/html; charset=utf-8').send(html);
}
