import type { FastifyReply } from 'fastify';
import type { Language } from '#language/language.js';
import { escaped } from '#subscriptions/messages/mail/letter.js';
import { assetUrl } from './assets.js';

/** A page without scripts and without links to other pages of the console, in its frame. @param body HTML */
export const framed = (title: string, body: string, language: Language, width: 'entrance' | 'scrolls' = 'entrance') =>
  `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)} · Jalon</title>
<link rel="icon" type="image/svg+xml" href="${assetUrl('favicon.svg')}">
<link rel="stylesheet" href="${assetUrl('console.css')}">
<header class="top"><div class="bar"><span class="brand"><img src="${assetUrl('favicon.svg')}" width="24" height="24" alt=""> Jalon</span></div></header>
<main>
<h1>${escaped(title)}</h1>
<div class="${width}">
${body}
</div>
</main>
</html>
`;

/** HTML, with text between backticks as code. */
export const marked = (text: string): string =>
  text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? `<code>${escaped(part)}</code>` : escaped(part)))
    .join('');

/** Style sheet, icon and forms of this host only; no scripts and frames. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export function sendPage(reply: FastifyReply, status: number, html: string): void {
  void reply.status(status).header('Content-Security-Policy', PAGE_POLICY).type('text/html; charset=utf-8').send(html);
}
