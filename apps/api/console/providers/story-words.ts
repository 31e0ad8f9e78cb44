import type { Language } from '#language/language.js';
import { counted } from '#language/format.js';

interface StoryWords {
  title: string;
  intro: string;
  caption: string;
  day: string;
  what: string;
  about: string;
  word: string;
  undated: string;
  itself: string;
  corrected: string;
  pages: string;
  page: (number: number, of: number) => string;
  earlier: string;
  later: string;
  leftOut: (count: number) => string;
}

export const STORY_WORDS: Record<Language, StoryWords> = {
  fr: {
    title: 'Son histoire et celle de ses dossiers',
    intro: 'Les faits, corrections comprises, le plus récent en premier.',
    caption: 'Faits du fournisseur et de ses dossiers, le plus récent en premier',
    day: 'Date',
    what: 'Fait',
    about: 'À propos de',
    word: 'D’après',
    undated: 'sans date',
    itself: 'le fournisseur',
    corrected: 'corrigé',
    pages: 'Pages de l’histoire',
    page: (number, of) => `Page ${number} sur ${of}`,
    earlier: 'Plus ancien',
    later: 'Plus récent',
    leftOut: (count) =>
      `${counted(count, ['fait plus ancien n’est pas montré', 'faits plus anciens ne sont pas montrés'], 'fr')}.`,
  },
  en: {
    title: 'Its story and that of its dossiers',
    intro: 'The facts with their corrections, newest first.',
    caption: 'Facts about the provider and its dossiers, newest first',
    day: 'Day',
    what: 'Fact',
    about: 'About',
    word: 'According to',
    undated: 'undated',
    itself: 'the provider',
    corrected: 'corrected',
    pages: 'Pages of the story',
    page: (number, of) => `Page ${number} of ${of}`,
    earlier: 'Earlier',
    later: 'Later',
    leftOut: (count) => `${counted(count, ['older fact is not shown', 'older facts are not shown'], 'en')}.`,
  },
};
