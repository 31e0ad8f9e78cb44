import { isWebAddress } from '#domain/text/text.js';
import { isInBothLanguages, schemeText } from '#language/scheme-text.js';
import type { PageContext } from '../frame/page.js';

/** Scheme text that is given in one language; web addresses are links. */
export function SchemeText({ page, text }: { page: PageContext; text: string }) {
  if (isWebAddress(text))
    return (
      <a href={text} rel="noopener noreferrer external">
        {text}
      </a>
    );
  return <span {...(!isInBothLanguages(text) && { lang: '' })}>{schemeText(text, page.language)}</span>;
}
