import type { Language } from '#language/language.js';
import { counted } from '#language/format.js';

interface DueWords {
  title: string;
  none: string;
  caption: string;
  what: string;
  due: string;
  left: string;
  state: string;
  act: string;
  own: string;
  lapses: string;
  settled: (count: number) => string;
  all: string;
  answer: string;
  set: string;
}

/** What is said of the deadlines of a dossier. */
export const DUE_WORDS: Record<Language, DueWords> = {
  fr: {
    title: 'Échéances',
    none: 'Aucune échéance ouverte ou manquée.',
    caption: 'Échéances ouvertes et manquées, la plus proche en premier',
    what: 'Échéance',
    due: 'Date',
    left: 'Délai',
    state: 'État',
    act: 'Agir',
    own: 'fixée par nous',
    lapses: 'possible jusqu’au',
    settled: (count) => counted(count, ['échéance tenue ou annulée', 'échéances tenues ou annulées'], 'fr'),
    all: 'Toutes les échéances de ce fournisseur',
    answer: 'Prendre acte ou reporter un rappel',
    set: 'Fixer une échéance',
  },
  en: {
    title: 'Deadlines',
    none: 'No deadline is open or missed.',
    caption: 'Open and missed deadlines, the soonest first',
    what: 'Deadline',
    due: 'Due',
    left: 'Time left',
    state: 'State',
    act: 'Act',
    own: 'set by us',
    lapses: 'possible until',
    settled: (count) => counted(count, ['deadline met or cancelled', 'deadlines met or cancelled'], 'en'),
    all: 'All deadlines of this provider',
    answer: 'Acknowledge or snooze a reminder',
    set: 'Set a deadline',
  },
};
