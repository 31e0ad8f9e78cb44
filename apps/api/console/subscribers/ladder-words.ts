import type { Language } from '#language/language.js';
import { printed } from '../frame/printed.js';

interface LadderWords {
  /** Nobody asked for other days. */
  asSchemes: string;
  before: (days: string) => string;
  overdue: (days: string) => string;
}

export const LADDER_WORDS: Record<Language, LadderWords> = printed({
  fr: {
    asSchemes: 'les jours que le schéma prévoit',
    before: (days) => `jours avant : ${days}`,
    overdue: (days) => `jours après : ${days}`,
  },
  en: {
    asSchemes: 'on the days that the scheme has',
    before: (days) => `days before: ${days}`,
    overdue: (days) => `days after: ${days}`,
  },
});
