import type { Language } from '#language/language.js';

export const CHECK_WORDS: Record<Language, { comesTo: string }> = {
  fr: { comesTo: 'Si vous l’inscrivez' },
  en: { comesTo: 'If you record it' },
};
