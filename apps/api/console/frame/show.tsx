import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { Layout, type Shown } from './layout.js';
import type { ThisPage } from './page.js';

/** Everything from this host, nothing inline; a page frames nothing and stands in no frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Without it browsers would not say that our forms come from here; other sites still learn no address of ours. */
const REFERRER_POLICY = 'same-origin';

/** Answers a page. @param status 200 when absent */
export function show(
  reply: FastifyReply,
  page: ThisPage,
  { status = 200, ...shown }: Shown & { status?: number },
): void {
  send(reply, status, `<!doctype html>\n${renderToString(<Layout page={page} {...shown} />)}\n`);
}

/** Answers a piece of a page, for a script that puts it in its place. */
export function showPiece(reply: FastifyReply, piece: VNode, status = 200): void {
  send(reply, status, renderToString(piece));
}

function send(reply: FastifyReply, status: number, html: string): void {
  void reply
    .status(status)
    .headers({ 'Content-Security-Policy': POLICY, 'Referrer-Policy': REFERRER_POLICY, Vary: 'Cookie, Accept-Language' })
    .type('text/html; charset=utf-8')
    .send(html);
}

/** Sends a browser on with GET, as after a form that did something. @param path of this host */
export function goTo(reply: FastifyReply, path: string): void {
  void reply.status(303).header('Location', path).send();
}
