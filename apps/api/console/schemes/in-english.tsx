import { isWebAddress } from '#domain/text/web-address.js';
import type { ThisPage } from '../frame/page.js';

/** What a scheme holds in one language only; an address of the web leads there. */
export function InEnglish({ page, text }: { page: ThisPage; text: string }) {
  if (isWebAddress(text))
    return (
      <a href={text} rel="noopener noreferrer external">
        {text}
      </a>
    );
  return <span {...(page.language !== 'en' && { lang: 'en' })}>{text}</span>;
}
