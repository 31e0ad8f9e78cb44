import type { Language } from '#language/language.js';
import { counted } from '#language/format.js';
import { printed } from '../frame/printed.js';

interface GrantsWords {
  title: string;
  intro: string;
  filter: string;
  scheme: string;
  everyScheme: string;
  provider: string;
  providerHint: string;
  everyProvider: string;
  show: string;
  picture: { title: string; how: string; today: string; asOf: string };
  legend: { title: string; thin: string; open: string };
  table: {
    title: string;
    caption: string;
    dossier: string;
    scheme: string;
    decision: string;
    from: string;
    until: string;
    state: string;
    word: string;
    noDecision: string;
    noEnd: string;
    runsUntil: string;
    older: (count: number) => string;
  };
  empty: { nothing: string; whatToDo: string; noMatch: string; all: string; noPage: string; firstPage: string };
}

export const GRANTS_WORDS: Record<Language, GrantsWords> = printed({
  fr: {
    title: 'Décisions dans le temps',
    intro:
      'Chaque barre est une décision, un certificat ou un rapport, du premier au dernier jour de validité. La table dit la même chose, avec les liens.',
    filter: 'Choisir les décisions',
    scheme: 'Schéma',
    everyScheme: 'Tous les schémas',
    provider: 'Fournisseur',
    providerHint: 'Son nom, en entier.',
    everyProvider: 'Tous les fournisseurs',
    show: 'Afficher',
    picture: {
      title: 'Décisions obtenues, par service, au fil des années',
      how: 'Une ligne par service, une barre par décision. La table qui suit dit la même chose.',
      today: 'aujourd’hui',
      asOf: 'jour regardé',
    },
    legend: {
      title: 'Comment lire les barres',
      thin: 'barre fine : affirmation, non confirmée par l’autorité',
      open: 'pointe à droite : aucune fin inscrite',
    },
    table: {
      title: 'Les mêmes décisions, en table',
      caption: 'Décisions par fournisseur et service, les plus récentes d’abord',
      dossier: 'Fournisseur et service',
      scheme: 'Schéma',
      decision: 'Décision',
      from: 'Du',
      until: 'Au',
      state: 'Au jour regardé',
      word: 'D’après',
      noDecision: 'sans numéro inscrit',
      noEnd: 'aucune fin inscrite',
      runsUntil: 'en vigueur jusqu’au',
      older: (count) => counted(count, ['décision plus ancienne', 'décisions plus anciennes'], 'fr'),
    },
    empty: {
      nothing: 'Aucune décision n’est inscrite au moment regardé.',
      whatToDo: 'Elle apparaîtra ici dès qu’un dossier en aura une.',
      noMatch: 'Aucune décision ne répond à ce choix au moment regardé.',
      all: 'Voir toutes les décisions',
      noPage: 'Cette page de la liste n’existe pas.',
      firstPage: 'Aller à la première page',
    },
  },
  en: {
    title: 'Grants over time',
    intro:
      'Each bar is a decision, a certificate or a report, from its first day to its last. The table says the same, with links.',
    filter: 'Choose grants',
    scheme: 'Scheme',
    everyScheme: 'All schemes',
    provider: 'Provider',
    providerHint: 'Its whole name.',
    everyProvider: 'All providers',
    show: 'Show',
    picture: {
      title: 'Grants, by service, over the years',
      how: 'One line for each service, one bar for each grant. The table below says the same.',
      today: 'today',
      asOf: 'day looked at',
    },
    legend: {
      title: 'How to read the bars',
      thin: 'thin bar: a claim, not confirmed by the authority',
      open: 'point on the right: no end on record',
    },
    table: {
      title: 'The same grants as a table',
      caption: 'Grants by provider and service, the latest first',
      dossier: 'Provider and service',
      scheme: 'Scheme',
      decision: 'Decision',
      from: 'From',
      until: 'Until',
      state: 'On the day looked at',
      word: 'According to',
      noDecision: 'no number on record',
      noEnd: 'no end on record',
      runsUntil: 'in force until',
      older: (count) => counted(count, ['older grant', 'older grants'], 'en'),
    },
    empty: {
      nothing: 'No grant is on record at the moment looked at.',
      whatToDo: 'It will show here as soon as a dossier has one.',
      noMatch: 'No grant answers to this choice at the moment looked at.',
      all: 'See all grants',
      noPage: 'There is no such page of this list.',
      firstPage: 'Go to the first page',
    },
  },
});
