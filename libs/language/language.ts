import { z } from 'zod';

export const LANGUAGES = ['fr', 'en'] as const;
export const LanguageSchema = z.enum(LANGUAGES);
export type Language = z.infer<typeof LanguageSchema>;

/** French sets a narrow space before a colon. */
export const colon = (language: Language): string => (language === 'fr' ? '\u202f: ' : ': ');

/** Words in both languages, as the data of schemes has them. */
export type Bilingual = Readonly<Record<Language, string>>;
