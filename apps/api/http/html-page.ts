import type { FastifyReply } from 'fastify';
import type { Language } from '#language/language.js';
import { escaped } from '#notifications/mail/letter.js';

interface Page {
  title: string;
  /** CSS. */
  style: string;
  /** HTML. */
  body: string;
}

/** A self-contained HTML page without scripts. */
export const framed = ({ title, style, body }: Page, language: Language): string => `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(title)} · Jalon</title>
<style>${style}</style>
<main>
<h1>${escaped(title)}</h1>
${body}
</main>
</html>
`;

/** HTML, with text between backticks as code. */
export const marked = (text: string): string =>
  text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? `<code>${escaped(part)}</code>` : escaped(part)))
    .join('');

/** Inline style and forms to this host only; no scripts, images or frames. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export function sendPage(reply: FastifyReply, status: number, html: string): void {
  void reply.status(status).header('Content-Security-Policy', PAGE_POLICY).type('text/html; charset=utf-8').send(html);
}
