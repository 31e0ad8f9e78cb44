import { z } from 'zod';

export const LANGUAGES = ['fr', 'en'] as const;
export const LanguageSchema = z.enum(LANGUAGES);
export type Language = z.infer<typeof LanguageSchema>;

/** French sets a narrow space before a colon. */
export const colon = (language: Language): string => (language === 'fr' ? '\u202f: ' : ': ');

/** A sentence for each code, made of its parameters where it has any: a code without one does not compile. */
export type Sentences<Codes> = {
  [C in keyof Codes]: Codes[C] extends undefined ? string : string | ((params: Codes[C]) => string);
};

/** A title for each code, and the sentence for its parameters. */
export type Titled<Codes> = { [C in keyof Codes]: { title: string; text: (params: Codes[C]) => string } };

/**
 * The language that `Accept-Language` prefers (RFC 9110, 12.5.4): by quality, then by order.
 *
 * @param otherwise when it names none of ours
 */
export function languageIn(acceptLanguage: string | undefined, otherwise: Language = 'fr'): Language {
  if (acceptLanguage === undefined) return otherwise;
  const accepted = acceptLanguage.split(',').flatMap((part) => {
    const [range = '', ...params] = part.split(';').map((text) => text.trim().toLowerCase());
    const [primary] = range.split('-', 1);
    const language = LANGUAGES.find((one) => one === primary);
    const quality = Number(params.find((param) => param.startsWith('q='))?.slice(2) ?? 1);
    return language && quality > 0 ? [{ language, quality }] : [];
  });
  return accepted.sort((a, b) => b.quality - a.quality)[0]?.language ?? otherwise;
}
