import type { FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { Layout, type Shown } from './layout.js';
import type { PageContext } from './page.js';

/** Only resources from this host, nothing inline, no frames. */
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

/** Our own forms send `Origin`; other sites see no referrer. */
const REFERRER_POLICY = 'same-origin';

/** Sends a page. @param status default 200 */
export function show(
  reply: FastifyReply,
  page: PageContext,
  { status = 200, ...shown }: Shown & { status?: number },
): void {
  send(reply, status, `<!doctype html>\n${renderToString(<Layout page={page} {...shown} />)}\n`);
}

/** Sends a fragment for a script to insert. */
export function showFragment(reply: FastifyReply, piece: VNode, status = 200): void {
  send(reply, status, renderToString(piece));
}

function send(reply: FastifyReply, status: number, html: string): void {
  void reply
    .status(status)
    .headers({ 'Content-Security-Policy': POLICY, 'Referrer-Policy': REFERRER_POLICY, Vary: 'Cookie, Accept-Language' })
    .type('text/html; charset=utf-8')
    .send(html);
}

/** Redirects with 303 after a form was processed. @param path of this host */
export function redirect(reply: FastifyReply, path: string): void {
  void reply.status(303).header('Location', path).send();
}
