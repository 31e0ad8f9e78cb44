import type { Language } from '#language/language.js';

/** Of a page about a thing that is on record now, and was not at the moment looked at. */
export const NOT_YET_WORDS: Record<Language, { title: string; text: string; now: string }> = {
  fr: {
    title: 'Pas encore inscrit',
    text: 'Au moment regardé, rien n’en était inscrit. La première inscription est du',
    now: 'Voir la situation d’aujourd’hui',
  },
  en: {
    title: 'Not on record yet',
    text: 'At the moment looked at, nothing of it was on record. The first record is of',
    now: 'See it as it stands today',
  },
};
