import { confirms, type Source } from '#domain/source/source.js';
import { isWebAddress } from '#domain/text/text.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { sourceInWords } from '#language/describe-event.js';
import type { PageContext } from './page.js';

/** The source of an event and whether it is official. */
export function LabelledSource({
  page,
  source,
}: {
  page: PageContext;
  source: Pick<Source, 'kind' | 'publisher'> & Partial<Source>;
}) {
  const { authority, claim } = phrases(page.language).console.frame.sources;
  return (
    <span class="small">
      <SourceLine source={source} language={page.language} />{' '}
      <span class="soft">({confirms(source) ? authority : claim})</span>
    </span>
  );
}

type Named = Pick<Source, 'kind' | 'publisher'> & Partial<Pick<Source, 'url' | 'title'>>;

/** A source; its address is a link if it is a web address. */
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

const ADDRESS = /(https?:\/\/[^\s<>"«»]+)/;

export function LinkedText({ text }: { text: string }) {
  return (
    <>
      {text.split(ADDRESS).map((part, index) => {
        if (index % 2 === 0) return part;
        const address = withoutEnd(part);
        return isWebAddress(address) ? (
          <>
            <a href={address} rel="noopener noreferrer">
              {address}
            </a>
            {part.slice(address.length)}
          </>
        ) : (
          part
        );
      })}
    </>
  );
}

/** Strips trailing punctuation in one pass: the text is untrusted and may hold thousands of dots. */
function withoutEnd(address: string): string {
  let end = address.length;
  while (end > 0 && ".,;:!?)]}'’".includes(address.charAt(end - 1))) end -= 1;
  return address.slice(0, end);
}
