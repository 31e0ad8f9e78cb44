import { builtInSchemes } from '#domain/scheme/catalogue.js';
import type { Source } from '#domain/source/source.js';
import { spaced } from './format.js';
import { registerNotes } from './fr/register-notes.js';
import { schemeTexts } from './fr/scheme-texts.js';
import type { Language } from './language.js';

const FRENCH: ReadonlyMap<string, string> = new Map([...schemeTexts, ...registerNotes]);

/** A text of a scheme or register that is given in one language. The built-in ones are English and have a French version. */
export function schemeText(text: string, language: Language): string {
  const french = language === 'fr' ? FRENCH.get(text) : undefined;
  return french === undefined ? text : spaced(french);
}

const DUTIES: ReadonlyMap<string, string> = new Map(
  [...builtInSchemes.values()].flatMap(({ duties = [] }) => duties.map(({ name }) => [name.en, name.fr] as const)),
);

/** The title of a deadline: the English name of a duty, known in French for built-in schemes, or a text somebody entered. */
export const deadlineTitle = (title: string, language: Language): string =>
  (language === 'fr' ? DUTIES.get(title) : undefined) ?? title;

/** Whether such a text is in the language of the reader; that of published texts is not known. */
export const isInBothLanguages = (text: string): boolean => FRENCH.has(text);

/** A source that a scheme cites. */
export const schemeSource = <S extends Pick<Source, 'publisher' | 'title'>>(source: S, language: Language): S => ({
  ...source,
  publisher: schemeText(source.publisher, language),
  ...(source.title !== undefined && { title: schemeText(source.title, language) }),
});
