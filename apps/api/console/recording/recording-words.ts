import { type Language } from '#language/language.js';
import { printed } from '../frame/printed.js';

interface RecordingWords {
  choose: string;
  chooseIntro: string;
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
    about: 'À propos de',
    back: 'Revenir sans rien inscrire',
    other: 'Il s’est passé autre chose',
    preview: 'Voir ce que cela change',
    source: 'Qui le dit ?',
  },
  en: {
    choose: 'What happened?',
    chooseIntro: 'Choose what describes the fact best. Nothing is recorded before you have seen what it changes.',
    about: 'About',
    back: 'Go back without recording anything',
    other: 'Something else happened',
    preview: 'See what this changes',
    source: 'Who says so?',
  },
});
