import type * as English from '../en/console-search.js';
import { french } from '../format.js';

export const search: typeof English.search = {
  title: 'Recherche',
  label: 'Rechercher partout',
  hint: 'Un fournisseur, un autre nom, un service, un numéro de décision, un schéma ou un jalon, une partie, une technologie, ou les mots d’une déclaration.',
  go: 'Rechercher',
  kinds: {
    provider: 'Fournisseurs',
    service: 'Services',
    decision: 'Décisions',
    scheme: 'Schémas',
    party: 'Parties et actionnaires',
    technology: 'Technologies',
    statement: 'Déclarations et événements',
  },
  results: (count) => french.count(count, 'résultat', 'résultats'),
  none: (query) => `Aucun résultat pour ${french.quote(query)}.`,
  advice: 'Saisissez moins de mots, ou le début des mots. Les événements retirés ne sont pas trouvés.',
  similar: (query) => `Aucun résultat pour ${french.quote(query)}. Noms proches :`,
  all: (count) => `Afficher tout (${count})`,
  allOf: 'Toutes les catégories',
  first: (count) => `Seuls les ${french.number(count)} premiers sont affichés. Ajoutez un mot.`,
  many: (count) => `${french.number(count)} ou plus`,
  past: 'La recherche porte sur tout ce qui est enregistré à ce jour. Les résultats mènent à la date consultée.',
  alias: (name) => `autre nom : ${name}`,
  decision: (number) => `Décision ${number}`,
  stage: 'jalon',
  board: 'Sur le tableau de bord',
  next: (milestone) => `Enregistrer ${milestone} aujourd’hui`,
  grant: 'Enregistrer une décision',
  record: 'Enregistrer un événement',
};

export const shortcuts: typeof English.shortcuts = {
  title: 'Raccourcis clavier',
  open: 'Raccourcis clavier',
  close: 'Fermer',
  skipToTable: 'Aller au tableau',
  ending: 'Décisions qui expirent sous 90 jours',
  intro: 'Ils sont sans effet pendant la saisie dans un champ.',
  or: 'ou',
  then: 'puis',
  acts: {
    search: 'rechercher',
    help: 'afficher ces raccourcis',
    table: 'aller au tableau',
    close: 'fermer une fenêtre',
  },
};
