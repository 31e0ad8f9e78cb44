import type { Source } from '#domain/source/source.js';
import { isWebAddress } from '#domain/text/web-address.js';
import { sourceInWords } from '#notifications/mail/event-facts.js';
import type { Language } from '#language/language.js';

type Named = Pick<Source, 'kind' | 'publisher'> & Partial<Pick<Source, 'url' | 'title'>>;

/** By whose word. Its address is a link when it is one of the web, and else text. */
export function SourceLine({ source, language }: { source: Named; language: Language }) {
  const words = sourceInWords(source, language);
  if (source.url === undefined) return <span>{words}</span>;
  if (!isWebAddress(source.url)) return <span>{`${words} ${source.url}`}</span>;
  return (
    <a href={source.url} rel="noopener noreferrer external">
      {words}
    </a>
  );
}
