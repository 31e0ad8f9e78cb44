import type { Language } from '#language/language.js';
import { printed } from '../frame/printed.js';

interface ListWords {
  title: string;
  search: string;
  hint: string;
  find: string;
  all: string;
  register: string;
  caption: string;
  name: string;
  dossiers: string;
  alsoCalled: string;
  none: string;
  noneRecord: string;
  noMatch: (name: string) => string;
  first: string;
  next: string;
  pages: string;
  noDossiers: string;
  more: (count: number) => string;
}

export const LIST_WORDS: Record<Language, ListWords> = printed({
  fr: {
    title: 'Fournisseurs',
    search: 'Chercher un nom',
    hint: 'Le début d’un mot de n’importe lequel de ses noms, passés compris.',
    find: 'Chercher',
    all: 'Tous les fournisseurs',
    register: 'Inscrire un fournisseur',
    caption: 'Les fournisseurs et leurs dossiers, par nom',
    name: 'Fournisseur',
    dossiers: 'Dossiers',
    alsoCalled: 'aussi nommé',
    none: 'Aucun fournisseur n’était inscrit au moment regardé.',
    noneRecord: 'Inscrivez-en un, ou importez un fichier CSV.',
    noMatch: (name) => `Aucun fournisseur ne s’appelle ou ne s’est appelé comme « ${name} ».`,
    first: 'Première page',
    next: 'Page suivante',
    pages: 'Pages',
    noDossiers: 'aucun',
    more: (count) => `et ${count} de plus`,
  },
  en: {
    title: 'Providers',
    search: 'Find a name',
    hint: 'The beginning of a word of any of its names, former ones too.',
    find: 'Find',
    all: 'All providers',
    register: 'Register a provider',
    caption: 'The providers and their dossiers, by name',
    name: 'Provider',
    dossiers: 'Dossiers',
    alsoCalled: 'also called',
    none: 'No provider was on record at the moment looked at.',
    noneRecord: 'Register one, or import a CSV file.',
    noMatch: (name) => `No provider is or was called anything like “${name}”.`,
    first: 'First page',
    next: 'Next page',
    pages: 'Pages',
    noDossiers: 'none',
    more: (count) => `and ${count} more`,
  },
});
