import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Language } from '#language/language.js';

/** What a reader calls a scheme; one that is not on record goes by its slug. */
export const schemeName = (slug: string, schemes: Schemes, language: Language): string =>
  schemes.get(slug)?.name[language] ?? slug;
