import type { Language } from '#language/language.js';
import { counted } from '#language/format.js';
import { printed } from '../frame/printed.js';

interface ProviderWords {
  alsoCalled: string;
  lastHeard: string;
  record: string;
  open: string;
  dossiers: string;
  noDossiers: string;
  dossierCaption: string;
  service: string;
  nameless: string;
  scheme: string;
  status: string;
  until: string;
  onBoard: (count: number) => string;
  names: {
    title: string;
    caption: string;
    name: string;
    since: string;
    until: string;
    word: string;
    always: string;
    still: string;
  };
  owners: {
    title: string;
    holders: string;
    technology: string;
    hosting: string;
    since: string;
    undated: string;
    former: string;
    until: string;
  };
  said: Record<
    'expected' | 'obtained' | 'fulfilled' | 'validations' | 'statements' | 'news' | 'away' | 'received',
    string
  >;
  expectedHint: string;
  validationsHint: string;
  undated: string;
  fulfils: string;
  to: string;
  from: string;
  more: (count: number) => string;
  around: { buildsOn: string; dependents: string };
  registered: string;
}

export const PROVIDER_WORDS: Record<Language, ProviderWords> = printed({
  fr: {
    alsoCalled: 'Aussi nommé',
    lastHeard: 'Dernières nouvelles du fournisseur lui-même',
    record: 'Inscrire un fait',
    open: 'Ouvrir un dossier',
    dossiers: 'Dossiers',
    noDossiers: 'Aucun dossier à ce jour : rien ne dit que ce fournisseur vise une certification.',
    dossierCaption: 'Chaque service, et où il en est',
    service: 'Service',
    nameless: 'service sans nom inscrit',
    scheme: 'Schéma',
    status: 'Statut',
    until: 'En vigueur jusqu’au',
    onBoard: (count) => `Voir les ${count} au tableau`,
    names: {
      title: 'Noms',
      caption: 'Ses noms dans le temps, le plus récent en premier',
      name: 'Nom',
      since: 'Depuis',
      until: 'Jusqu’au',
      word: 'D’après',
      always: 'le début',
      still: 'encore porté',
    },
    owners: {
      title: 'Actionnariat et technologie',
      holders: 'Détenteurs',
      technology: 'Technologie de',
      hosting: 'Hébergement',
      since: 'Déclaration',
      undated: 'sans date',
      former: 'Déclarations précédentes',
      until: 'jusqu’au',
    },
    said: {
      expected: 'Autorisations attendues',
      obtained: 'Autorisations obtenues',
      fulfilled: 'Attendues, et obtenues depuis',
      validations: 'Validations annoncées',
      statements: 'Déclarations',
      news: 'Annonces et débuts',
      away: 'Dossiers partis',
      received: 'Dossiers reçus',
    },
    expectedHint: 'Toujours attendues au jour regardé. Sans date, une attente reste affichée.',
    validationsHint:
      'On dit qu’une autorité a validé quelque chose. Cela ne change aucun statut : ce n’est ni un jalon, ni une qualification.',
    undated: 'sans date',
    fulfils: 'Répond à une attente inscrite',
    to: 'vers',
    from: 'de',
    more: (count) => `et ${counted(count, ['autre', 'autres'], 'fr')}, à lire dans l’historique`,
    around: {
      buildsOn: 'Ses dossiers reposent sur',
      dependents: 'Ce qui repose sur ses dossiers',
    },
    registered: 'Le fournisseur est inscrit. Ouvrez maintenant un dossier.',
  },
  en: {
    alsoCalled: 'Also called',
    lastHeard: 'Last news of the provider itself',
    record: 'Record what happened',
    open: 'Open a dossier',
    dossiers: 'Dossiers',
    noDossiers: 'No dossier on this day: nothing says that this provider is after a certification.',
    dossierCaption: 'Every service, and where it stands',
    service: 'Service',
    nameless: 'service without a name on record',
    scheme: 'Scheme',
    status: 'Status',
    until: 'In force until',
    onBoard: (count) => `See all ${count} on the board`,
    names: {
      title: 'Names',
      caption: 'Its names over time, the latest first',
      name: 'Name',
      since: 'Since',
      until: 'Until',
      word: 'According to',
      always: 'the beginning',
      still: 'still in use',
    },
    owners: {
      title: 'Ownership and technology',
      holders: 'Holders',
      technology: 'Technology of',
      hosting: 'Hosting',
      since: 'Declared',
      undated: 'undated',
      former: 'Earlier declarations',
      until: 'until',
    },
    said: {
      expected: 'Authorizations expected',
      obtained: 'Authorizations obtained',
      fulfilled: 'Expected, and obtained since',
      validations: 'Validations that are told of',
      statements: 'Statements',
      news: 'Announcements and beginnings',
      away: 'Dossiers that went to others',
      received: 'Dossiers that came from others',
    },
    expectedHint: 'Still expected on the day looked at. One without a date stays here.',
    validationsHint:
      'An authority is said to have validated something. It moves no status: it is no milestone and no qualification.',
    undated: 'undated',
    fulfils: 'Meets an expectation on record',
    to: 'to',
    from: 'from',
    more: (count) => `and ${counted(count, ['more', 'more'], 'en')}, to be read in the timeline`,
    around: { buildsOn: 'Its dossiers build on', dependents: 'What builds on its dossiers' },
    registered: 'The provider is on record. Now open a dossier.',
  },
});
