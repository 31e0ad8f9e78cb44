import type { grants as English } from '../en/console-grants.js';
import { french } from '../format.js';

export const grants: typeof English = {
  title: 'Décisions dans le temps',
  intro: 'Chaque barre représente une décision, un certificat ou un rapport, du premier au dernier jour de validité.',
  filter: 'Filtrer les décisions',
  scheme: 'Schéma',
  everyScheme: 'Tous les schémas',
  provider: 'Fournisseur',
  providerHint: 'Nom complet.',
  everyProvider: 'Tous les fournisseurs',
  show: 'Appliquer',
  picture: {
    title: 'Graphique',
    how: 'Une ligne par service, une barre par décision. Le tableau ci-dessous présente les mêmes données.',
    today: 'aujourd’hui',
    asOf: 'date consultée',
  },
  legend: {
    title: 'Légende',
    thin: 'barre fine : déclaration non confirmée par l’autorité',
    open: 'barre en pointe : sans date de fin',
  },
  table: {
    title: 'Tableau',
    caption: 'Décisions par fournisseur et par service, de la plus récente à la plus ancienne',
    dossier: 'Fournisseur et service',
    scheme: 'Schéma',
    decision: 'Décision',
    from: 'Du',
    until: 'Au',
    state: 'État à la date consultée',
    word: 'Source',
    noDecision: 'sans numéro',
    noEnd: 'sans date de fin',
    runsUntil: 'en vigueur jusqu’au',
    older: (count) => french.count(count, 'décision plus ancienne', 'décisions plus anciennes'),
  },
  empty: {
    nothing: 'Aucune décision n’était enregistrée à la date consultée.',
    whatToDo: 'Les décisions s’affichent ici dès qu’elles sont enregistrées dans un dossier.',
    noMatch: 'Aucune décision ne correspond à ces filtres à la date consultée.',
    all: 'Voir toutes les décisions',
    noPage: 'Cette page n’existe pas : la liste est plus courte.',
    firstPage: 'Aller à la première page',
  },
};
