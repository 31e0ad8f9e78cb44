import type { Language } from '#language/language.js';
import { escaped } from '#notifications/mail/escaped.js';

interface Page {
  title: string;
  /** CSS. */
  style: string;
  /** HTML. */
  body: string;
}

/** A whole page. No script, no picture, nothing from elsewhere. */
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
