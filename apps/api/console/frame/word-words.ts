import type { Language } from '#language/language.js';
import { counted } from '#language/format.js';

interface WordWords {
  /** Whose word something is. */
  authority: string;
  claim: string;
  more: (count: number) => string;
}

/** Whose word a thing stands on, in short. */
export const WORD_WORDS: Record<Language, WordWords> = {
  fr: {
    authority: 'parole de l’autorité',
    claim: 'affirmation, non confirmée',
    more: (count) => `et ${counted(count, ['autre', 'autres'], 'fr')}`,
  },
  en: {
    authority: 'the authority’s word',
    claim: 'a claim, not confirmed',
    more: (count) => `and ${counted(count, ['more', 'more'], 'en')}`,
  },
};
