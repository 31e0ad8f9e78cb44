import type { Language } from '#language/language.js';

/** What the reader's browser puts first; French when it says nothing of the two. */
export function languageIn(acceptLanguage: string | undefined): Language {
  const first = /\b(fr|en)\b/i.exec(acceptLanguage ?? '')?.[1]?.toLowerCase();
  return first === 'en' ? 'en' : 'fr';
}
