import type { Language } from '#language/language.js';
import { counted } from '#language/format.js';
import { printed } from '../frame/printed.js';

interface StatisticsWords {
  title: string;
  intro: string;
  caption: string;
  from: string;
  to: string;
  count: string;
  shortest: string;
  median: string;
  longest: string;
  remarks: string;
  announcement: string;
  whole: string;
  days: (count: number) => string;
  none: string;
  one: string;
  few: (count: number) => string;
  middle: (from: number, to: number) => string;
  imprecise: (count: number) => string;
  unconfirmed: (count: number) => string;
  outOfOrder: (count: number) => string;
  nothing: string;
  open: {
    title: string;
    caption: string;
    none: string;
    most: (count: number) => string;
    dossier: string;
    stage: string;
    since: string;
    waiting: string;
    compared: string;
    longer: (than: number, of: number) => string;
    noStage: string;
    noCase: string;
  };
}

export const STATISTICS_WORDS: Record<Language, StatisticsWords> = printed({
  fr: {
    title: 'Combien de temps cela prend',
    intro: 'D’après les dossiers inscrits, au moment regardé. Les renouvellements ne comptent pas.',
    caption: 'Durée de chaque étape, en jours',
    from: 'De',
    to: 'À',
    count: 'Dossiers',
    shortest: 'Le plus court',
    median: 'Celui du milieu',
    longest: 'Le plus long',
    remarks: 'À savoir',
    announcement: 'première annonce',
    whole: 'en tout',
    days: (count) => counted(count, ['jour', 'jours'], 'fr'),
    none: 'Aucun dossier inscrit n’a fait ce chemin : rien à comparer.',
    one: 'Un seul dossier : un cas n’est pas une règle.',
    few: (count) => `${count} dossiers seulement : trop peu pour en attendre autant du prochain.`,
    middle: (from, to) => `La moitié centrale : de ${from} à ${counted(to, ['jour', 'jours'], 'fr')}.`,
    imprecise: (count) => `Dates approchées : ${count}.`,
    unconfirmed: (count) => `Non datés par l’autorité elle-même : ${count}.`,
    outOfOrder: (count) => `Laissés de côté, dates dans le mauvais ordre : ${count}.`,
    nothing: 'Ce schéma n’a qu’une étape : il n’y a pas de durée à mesurer.',
    open: {
      title: 'Dossiers qui attendent une issue',
      caption: 'Depuis quand chaque dossier attend à son étape, les plus anciens d’abord',
      none: 'Aucun dossier de ce schéma n’attend une issue au moment regardé.',
      most: (count) => `Les ${count} qui attendent depuis le plus longtemps.`,
      dossier: 'Dossier',
      stage: 'Étape',
      since: 'Depuis',
      waiting: 'Attente',
      compared: 'Comparé à ceux qui l’ont passée',
      longer: (than, of) => `plus long que ${than} sur ${of}`,
      noStage: 'aucune étape atteinte',
      noCase: 'rien à comparer',
    },
  },
  en: {
    title: 'How long it takes',
    intro: 'From the dossiers on record, at the moment looked at. Renewals do not count.',
    caption: 'How long each stage takes, in days',
    from: 'From',
    to: 'To',
    count: 'Dossiers',
    shortest: 'Shortest',
    median: 'The middle one',
    longest: 'Longest',
    remarks: 'Good to know',
    announcement: 'first announcement',
    whole: 'in all',
    days: (count) => counted(count, ['day', 'days'], 'en'),
    none: 'No dossier on record went this way: there is nothing to compare with.',
    one: 'A single dossier: one case is no rule.',
    few: (count) => `Only ${count} dossiers: too few to expect the same of the next.`,
    middle: (from, to) => `The middle half: ${from} to ${counted(to, ['day', 'days'], 'en')}.`,
    imprecise: (count) => `Dates that are not exact: ${count}.`,
    unconfirmed: (count) => `Not dated by the authority itself: ${count}.`,
    outOfOrder: (count) => `Left out, dates in the wrong order: ${count}.`,
    nothing: 'This scheme has a single stage: there is no time to measure.',
    open: {
      title: 'Dossiers that wait for an outcome',
      caption: 'Since when each dossier has been waiting at its stage, the longest first',
      none: 'No dossier of this scheme waits for an outcome at the moment looked at.',
      most: (count) => `The ${count} that have waited longest.`,
      dossier: 'Dossier',
      stage: 'Stage',
      since: 'Since',
      waiting: 'Waiting',
      compared: 'Compared with those that passed it',
      longer: (than, of) => `longer than ${than} of ${of}`,
      noStage: 'no stage reached',
      noCase: 'nothing to compare with',
    },
  },
});
