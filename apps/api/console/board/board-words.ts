import type { BoardSort } from '#projections/list-board.js';
import { counted } from '#language/format.js';
import type { Language } from '#language/language.js';
import type { FLAGS } from './board-query.js';
import { printed } from '../frame/printed.js';

interface BoardWords {
  title: string;
  statuses: string;
  flags: string;
  every: string;
  flag: Record<(typeof FLAGS)[number] | 'unconfirmed', string>;
  filter: string;
  more: string;
  search: string;
  searchHint: string;
  provider: string;
  providerHint: string;
  everyProvider: string;
  scheme: string;
  everyScheme: string;
  status: string;
  confirmed: string;
  whosever: string;
  authority: string;
  claims: string;
  attention: string;
  sort: string;
  sorts: Record<BoardSort, string>;
  show: string;
  reset: string;
  csv: string;
  found: (total: number) => string;
  caption: string;
  columns: { who: string; scheme: string; status: string; stage: string; next: string; news: string; flags: string };
  sortBy: string;
  noService: string;
  ends: (day: string) => string;
  missed: (count: number) => string;
  silent: string;
  until: (day: string) => string;
  empty: {
    nothing: string;
    whatToDo: string;
    import: string;
    register: string;
    signIn: string;
    noneBy: (asOf: string, knownOn: string | undefined) => string;
    now: string;
    noMatch: string;
    noPage: string;
    firstPage: string;
  };
}

export const BOARD_WORDS: Record<Language, BoardWords> = printed({
  fr: {
    title: 'Tableau',
    statuses: 'Dossiers par statut',
    flags: 'Ce qui demande attention',
    every: 'Tous',
    flag: {
      expiring: 'Fin de validité proche',
      overdue: 'Échéance manquée',
      stale: 'Sans nouvelles depuis longtemps',
      unconfirmed: 'Non confirmés par l’autorité',
    },
    filter: 'Filtrer et chercher',
    more: 'Filtrer et trier',
    search: 'Chercher',
    searchHint: 'Mots du nom, ancien ou actuel, d’un fournisseur, ou d’un service.',
    provider: 'Fournisseur',
    providerHint: 'Son nom, en entier.',
    everyProvider: 'Tous les fournisseurs',
    scheme: 'Schéma',
    everyScheme: 'Tous les schémas',
    status: 'Statut',
    confirmed: 'D’après qui',
    whosever: 'Peu importe',
    authority: 'Confirmé par l’autorité',
    claims: 'Affirmations non confirmées',
    attention: 'Seulement avec',
    sort: 'Trier par',
    sorts: {
      urgency: 'Urgence',
      provider: 'Fournisseur',
      status: 'Statut',
      deadline: 'Prochaine échéance',
      news: 'Dernières nouvelles',
    },
    show: 'Afficher',
    reset: 'Tout afficher',
    csv: 'Ce qui est affiché, en CSV',
    found: (total) => counted(total, ['dossier', 'dossiers'], 'fr'),
    caption: 'Où en est chaque dossier',
    columns: {
      who: 'Fournisseur et service',
      scheme: 'Schéma',
      status: 'Statut',
      stage: 'Étape',
      next: 'Prochaine échéance',
      news: 'Dernières nouvelles',
      flags: 'À surveiller',
    },
    sortBy: 'Trier par',
    noService: 'Service sans nom inscrit',
    ends: (day) => `Prend fin le ${day}`,
    missed: (count) => counted(count, ['échéance manquée', 'échéances manquées'], 'fr'),
    silent: 'Sans nouvelles depuis longtemps',
    until: (day) => `encore possible jusqu’au ${day}`,
    empty: {
      nothing: 'Rien n’est encore inscrit',
      whatToDo: 'Le tableau se remplit dès qu’un fournisseur et un premier fait sont inscrits.',
      import: 'Importer un fichier CSV',
      register: 'Inscrire un fournisseur',
      signIn: 'Se connecter pour inscrire',
      noneBy: (asOf, knownOn) =>
        knownOn === undefined
          ? `Au ${asOf}, aucun dossier n’avait commencé.`
          : `Au ${asOf}, d’après ce qui était inscrit le ${knownOn}, aucun dossier n’avait commencé.`,
      now: 'Revenir à aujourd’hui',
      noMatch: 'Aucun dossier ne répond à ces choix.',
      noPage: 'Cette page n’existe pas : la liste est plus courte.',
      firstPage: 'Aller à la première page',
    },
  },
  en: {
    title: 'Board',
    statuses: 'Dossiers by status',
    flags: 'What needs attention',
    every: 'All',
    flag: {
      expiring: 'Validity ends soon',
      overdue: 'Deadline missed',
      stale: 'No news for long',
      unconfirmed: 'Not confirmed by the authority',
    },
    filter: 'Filter and search',
    more: 'Filter and sort',
    search: 'Search',
    searchHint: 'Words of a provider’s name, former or present, or of a service.',
    provider: 'Provider',
    providerHint: 'Its whole name.',
    everyProvider: 'Every provider',
    scheme: 'Scheme',
    everyScheme: 'Every scheme',
    status: 'Status',
    confirmed: 'By whose word',
    whosever: 'Anybody’s',
    authority: 'Confirmed by the authority',
    claims: 'Claims, not confirmed',
    attention: 'Only with',
    sort: 'Sort by',
    sorts: {
      urgency: 'Urgency',
      provider: 'Provider',
      status: 'Status',
      deadline: 'Next deadline',
      news: 'Last news',
    },
    show: 'Show',
    reset: 'Show all',
    csv: 'What is shown, as CSV',
    found: (total) => counted(total, ['dossier', 'dossiers'], 'en'),
    caption: 'Where every dossier stands',
    columns: {
      who: 'Provider and service',
      scheme: 'Scheme',
      status: 'Status',
      stage: 'Stage',
      next: 'Next deadline',
      news: 'Last news',
      flags: 'To watch',
    },
    sortBy: 'Sort by',
    noService: 'Service without a name on record',
    ends: (day) => `Ends on ${day}`,
    missed: (count) => counted(count, ['deadline missed', 'deadlines missed'], 'en'),
    silent: 'No news for long',
    until: (day) => `still possible until ${day}`,
    empty: {
      nothing: 'Nothing is on record yet',
      whatToDo: 'The board fills as soon as a provider and a first fact are on record.',
      import: 'Import a CSV file',
      register: 'Register a provider',
      signIn: 'Sign in to record',
      noneBy: (asOf, knownOn) =>
        knownOn === undefined
          ? `By ${asOf}, no dossier had begun.`
          : `By ${asOf}, as far as was on record on ${knownOn}, no dossier had begun.`,
      now: 'Back to today',
      noMatch: 'No dossier matches these choices.',
      noPage: 'There is no such page: the list is shorter.',
      firstPage: 'Go to the first page',
    },
  },
});
