import type { Language } from '#language/language.js';

interface DependencyWords {
  title: string;
  buildsOn: string;
  dependents: string;
  onNothing: string;
  noDependents: string;
  ends: (day: string) => string;
  endsSoon: string;
}

/** What is said of dossiers that build on one another. */
export const DEPENDENCY_WORDS: Record<Language, DependencyWords> = {
  fr: {
    title: 'Dépendances',
    buildsOn: 'Repose sur',
    dependents: 'Ce qui repose dessus',
    onNothing: 'Rien d’inscrit.',
    noDependents: 'Aucun dossier inscrit.',
    ends: (day) => `en vigueur jusqu’au ${day}`,
    endsSoon: 'prend bientôt fin',
  },
  en: {
    title: 'Dependencies',
    buildsOn: 'Builds on',
    dependents: 'What builds on it',
    onNothing: 'Nothing on record.',
    noDependents: 'No dossier on record.',
    ends: (day) => `in force until ${day}`,
    endsSoon: 'ends soon',
  },
};
