import type { Language } from '#language/language.js';

export const ATOM_WORDS: Record<Language, { title: string; subtitle: string }> = {
  fr: {
    title: 'Nouvelles des certifications',
    subtitle: 'Ce qui est inscrit au registre Jalon, le plus récent d’abord.',
  },
  en: { title: 'News of certifications', subtitle: 'What is recorded in the Jalon ledger, newest first.' },
};
