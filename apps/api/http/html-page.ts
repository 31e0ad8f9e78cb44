import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyReply, FastifyInstance } from 'fastify';
import type { Language } from '#language/language.js';
import { escaped } from '#subscriptions/messages/mail/letter.js';
import { inPackage } from '#settings/in-package.js';

/** One style sheet is served, of these parts: each may change what the ones before it say. */
const STYLES = ['tokens.css', 'base.css', 'frame.css', 'list.css', 'form.css', 'picture.css', 'print.css'];

const TYPES = {
  'console.css': 'text/css; charset=utf-8',
  'console.js': 'text/javascript; charset=utf-8',
  'keyboard.js': 'text/javascript; charset=utf-8',
  'proof.js': 'text/javascript; charset=utf-8',
  'favicon.svg': 'image/svg+xml',
} as const;

type Name = keyof typeof TYPES;

const folder = inPackage('apps/console/assets');
const names = Object.keys(TYPES) as Name[];
const partsOf = (name: Name): readonly string[] => (name === 'console.css' ? STYLES : [name]);
const files = new Map(
  names.map((name) => [name, Buffer.concat(partsOf(name).map((part) => readFileSync(join(folder, part))))]),
);
const urls = new Map(
  [...files].map(([name, bytes]) => [
    name,
    `/assets/${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}/${name}`,
  ]),
);

export const assetUrl = (name: Name): string => urls.get(name) ?? '';

export function serveAssets(fastify: FastifyInstance): void {
  for (const [name, url] of urls)
    fastify.get(url, (_, reply) =>
      reply.type(TYPES[name]).header('Cache-Control', 'public, max-age=31536000, immutable').send(files.get(name)),
    );
  fastify.get('/favicon.ico', (_, reply) => reply.redirect(assetUrl('favicon.svg'), 302));
}

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
