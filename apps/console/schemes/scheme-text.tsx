import { isWebAddress } from '#domain/text/text.js';
import type { Bilingual } from '#domain/text/text.js';
import { isInBothLanguages, schemeText } from '#language/scheme-text.js';
import type { PageContext } from '../frame/page.js';

/** Text of a scheme or register ; web addresses are links, names of fields are code. */
export function SchemeText({ page, text }: { page: PageContext; text: string | Bilingual }) {
  if (typeof text === 'string' && isWebAddress(text))
    return (
      <a href={text} rel="noopener noreferrer external">
        {text}
      </a>
    );
  const parts = schemeText(text, page.language).split('`');
  return (
    <span {...(!isInBothLanguages(text) && { lang: '' })}>
      {parts.map((part, index) => (index % 2 === 1 && index < parts.length - 1 ? <code>{part}</code> : part))}
    </span>
  );
}
