import type { FastifyReply } from 'fastify';
import { type Language, LanguageSchema } from '#language/language.js';
import { escaped } from '#subscriptions/messages/mail/letter.js';

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

/** Inline style and forms to this host only; no scripts, images or frames. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export function sendPage(reply: FastifyReply, status: number, html: string): void {
  void reply.status(status).header('Content-Security-Policy', PAGE_POLICY).type('text/html; charset=utf-8').send(html);
}

/**
 * The language that `Accept-Language` prefers (RFC 9110, 12.5.4): by quality, then by order.
 *
 * @param otherwise when it names none of ours
 */
export function languageIn(acceptLanguage: string | undefined, otherwise: Language = 'fr'): Language {
  const accepted = (acceptLanguage ?? '').split(',').flatMap((part) => {
    const [range = '', ...params] = part.split(';').map((text) => text.trim().toLowerCase());
    const { data: language } = LanguageSchema.safeParse(range.split('-', 1)[0]);
    const quality = Number(params.find((param) => param.startsWith('q='))?.slice(2) ?? 1);
    return language && quality > 0 ? [{ language, quality }] : [];
  });
  return accepted.sort((a, b) => b.quality - a.quality)[0]?.language ?? otherwise;
}
