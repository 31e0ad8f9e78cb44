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
