import type { Language } from '#language/language.js';
import { counted } from '#language/format.js';

interface TimelineWords {
  title: string;
  intro: string;
  order: string;
  happened: string;
  recorded: string;
  later: (count: number) => string;
  now: string;
  showLater: string;
  pages: string;
  page: (number: number, of: number) => string;
  previous: string;
  next: string;
  empty: string;
  target: string;
}

export const TIMELINE_WORDS: Record<Language, TimelineWords> = {
  fr: {
    title: 'Historique',
    intro: 'Tout ce qui est inscrit, corrections comprises. Rien n’est effacé.',
    order: 'Ordre',
    happened: 'par date du fait, le plus récent en premier',
    recorded: 'dans l’ordre d’inscription',
    later: (count) =>
      `${counted(count, ['fait postérieur au jour regardé n’est pas montré', 'faits postérieurs au jour regardé ne sont pas montrés'], 'fr')}.`,
    now: 'Voir aujourd’hui',
    showLater: 'Les montrer',
    pages: 'Pages de l’historique',
    page: (number, of) => `Page ${number} sur ${of}`,
    previous: 'Page précédente',
    next: 'Page suivante',
    empty: 'Rien n’avait eu lieu au jour regardé.',
    target: 'Voir le fait visé',
  },
  en: {
    title: 'Timeline',
    intro: 'Everything on record, with its corrections. Nothing is erased.',
    order: 'Order',
    happened: 'by the day of the fact, newest first',
    recorded: 'in the order of recording',
    later: (count) =>
      `${counted(count, ['fact later than the day looked at is not shown', 'facts later than the day looked at are not shown'], 'en')}.`,
    now: 'See today',
    showLater: 'Show them',
    pages: 'Pages of the timeline',
    page: (number, of) => `Page ${number} of ${of}`,
    previous: 'Previous page',
    next: 'Next page',
    empty: 'Nothing had happened by the day looked at.',
    target: 'See the fact that it is about',
  },
};
