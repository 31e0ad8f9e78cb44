import { type Language } from '#language/language.js';
import { printed } from '../frame/printed.js';
import type { GroupName } from './recordable.js';

interface RecordingWords {
  choose: string;
  chooseIntro: string;
  groups: Record<GroupName, string>;
  /** Of a provider, what the others call `grants` is about authorizations. */
  authorizations: string;
  about: string;
  back: string;
  other: string;
  preview: string;
  source: string;
}

export const RECORDING_WORDS: Record<Language, RecordingWords> = printed({
  fr: {
    choose: 'Que s’est-il passé ?',
    chooseIntro:
      'Choisissez ce qui décrit le mieux le fait. Rien n’est inscrit avant que vous ayez vu ce que cela change.',
    groups: {
      progress: 'Avancement',
      grants: 'Décisions',
      oversight: 'Surveillance',
      said: 'Ce qui se dit',
      structure: 'Structure',
      names: 'Noms',
      deadlines: 'Échéances fixées à la main',
    },
    authorizations: 'Autorisations',
    about: 'À propos de',
    back: 'Revenir sans rien inscrire',
    other: 'Il s’est passé autre chose',
    preview: 'Voir ce que cela change',
    source: 'Qui le dit ?',
  },
  en: {
    choose: 'What happened?',
    chooseIntro: 'Choose what describes the fact best. Nothing is recorded before you have seen what it changes.',
    groups: {
      progress: 'Progress',
      grants: 'Grants and decisions',
      oversight: 'Oversight',
      said: 'What people say',
      structure: 'Structure',
      names: 'Names',
      deadlines: 'Deadlines set by hand',
    },
    authorizations: 'Authorizations',
    about: 'About',
    back: 'Go back without recording anything',
    other: 'Something else happened',
    preview: 'See what this changes',
    source: 'Who says so?',
  },
});
