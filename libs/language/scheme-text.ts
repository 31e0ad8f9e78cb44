import { builtInRegisters } from '#domain/register/built-in-registers.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import type { Cited } from '#domain/scheme/scheme.js';
import type { Source } from '#domain/source/source.js';
import { spaced } from './format.js';

import type { Bilingual } from '#domain/text/text.js';
import type { Language } from './language.js';
import { phrases } from './phrases.js';

/** Every text that the built-in schemes and registers have in both languages. */
const bilingual: readonly Bilingual[] = bilingualIn([...builtInSchemes.values(), ...builtInRegisters.values()]);

function bilingualIn(value: unknown): Bilingual[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('en' in value && 'fr' in value) return [value as Bilingual];
  return Object.values(value).flatMap(bilingualIn);
}

/**
 * Built-in texts by their English: until 0.1 they were English only. So they are on record where such a scheme or register
 * was published, and the title of a duty is in the rows of its deadlines.
 */
const BUILT_IN: ReadonlyMap<string, Bilingual> = new Map(bilingual.map((text) => [text.en, text]));

/** A text of a scheme or register, or the name of a level, version or authority. */
export function schemeText(text: string | Bilingual, language: Language): string {
  const found = inBothLanguages(text);
  if (typeof found === 'string') return found;
  return language === 'fr' ? spaced(found.fr) : found.en;
}

/** Whether it is in the language of the reader; that of a text published in one language is not known. */
export const isInBothLanguages = (text: string | Bilingual): boolean => typeof inBothLanguages(text) !== 'string';

function inBothLanguages(text: string | Bilingual): string | Bilingual {
  if (typeof text !== 'string') return text;
  const [fr, en] = [nameIn(text, 'fr'), nameIn(text, 'en')];
  return fr !== undefined && en !== undefined ? { fr, en } : (BUILT_IN.get(text) ?? text);
}

const nameIn = (name: string, language: Language): string | undefined => {
  const names: Partial<Record<string, string>> = phrases(language).standing.names;
  return names[name];
};

/** The title of a deadline: the English name of a duty, known in French for built-in schemes, or a text somebody entered. */
export const deadlineTitle = (title: string, language: Language): string => BUILT_IN.get(title)?.[language] ?? title;

/** A source that a scheme cites. */
export const schemeSource = ({ publisher, title, ...source }: Cited, language: Language): Source => ({
  ...source,
  publisher: schemeText(publisher, language),
  ...(title !== undefined && { title: schemeText(title, language) }),
});
