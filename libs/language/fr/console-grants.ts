import { french } from '../format.js';
import type { grants as English } from '../en/console-grants.js';

export const grants: typeof English = {
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
    older: (count) => french.count(count, 'décision plus ancienne', 'décisions plus anciennes'),
  },
  empty: {
    nothing: 'Aucune décision n’est inscrite au moment regardé.',
    whatToDo: 'Elle apparaîtra ici dès qu’un dossier en aura une.',
    noMatch: 'Aucune décision ne répond à ce choix au moment regardé.',
    all: 'Voir toutes les décisions',
    noPage: 'Cette page de la liste n’existe pas.',
    firstPage: 'Aller à la première page',
  },
};
