import type { Language } from '#language/language.js';
import type { ChangedField } from './scheme-changes.js';
import { printed } from '../frame/printed.js';

interface HistoryWords {
  title: string;
  builtIn: string;
  published: string;
  same: string;
  first: string;
  changed: Record<ChangedField, string>;
  added: string;
  gone: string;
}

export const HISTORY_WORDS: Record<Language, HistoryWords> = printed({
  fr: {
    title: 'Histoire de cette fiche',
    builtIn: 'Livrée avec Jalon.',
    published: 'Publiée le',
    same: 'Rien n’y a changé.',
    first: 'Première publication.',
    changed: {
      name: 'nom',
      authority: 'autorité',
      country: 'pays',
      outcome: 'mot de l’issue',
      family: 'nature',
      milestones: 'étapes',
      levels: 'niveaux',
      maximalValidity: 'durée',
      duties: 'obligations',
      currentForMonths: 'durée d’actualité',
      warningDays: 'signalement de la fin',
      renewalDays: 'préparation du renouvellement',
      staleAfterDays: 'signalement du silence',
      ladder: 'rappels',
      referentials: 'versions du référentiel',
      labels: 'labels',
      sources: 'sources',
    },
    added: 'ajouté :',
    gone: 'retiré :',
  },
  en: {
    title: 'History of this page’s data',
    builtIn: 'Came with Jalon.',
    published: 'Published on',
    same: 'Nothing in it changed.',
    first: 'First publication.',
    changed: {
      name: 'name',
      authority: 'authority',
      country: 'country',
      outcome: 'word for the outcome',
      family: 'kind',
      milestones: 'stages',
      levels: 'levels',
      maximalValidity: 'how long it lasts',
      duties: 'duties',
      currentForMonths: 'how long it counts as current',
      warningDays: 'warning of the end',
      renewalDays: 'preparation of the renewal',
      staleAfterDays: 'warning of silence',
      ladder: 'reminders',
      referentials: 'versions of the referential',
      labels: 'labels',
      sources: 'sources',
    },
    added: 'added:',
    gone: 'taken away:',
  },
});
