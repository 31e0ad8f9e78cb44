import type * as English from '../en/work.js';
import { french as fr } from '../format.js';

/** Reasons of what people keep beside the ledger: views and portfolios. */
export const workReasons: typeof English.workReasons = {
  'view-address': 'doit être le chemin d’une liste de la console avec ses filtres, par exemple /?scheme=secnumcloud',
  'view-not-found': ({ view }) => `Aucune vue ${view} que vous puissiez ouvrir ou modifier`,
  'most-views': ({ most }) => `Vous avez déjà ${most} vues enregistrées ; supprimez-en une d’abord`,
  'portfolio-not-found': ({ portfolio }) => `Portefeuille ${portfolio} introuvable`,
  'most-portfolios': ({ most }) => `Il existe déjà ${most} portefeuilles ; supprimez-en un d’abord`,
  'most-services': ({ most }) => `Un portefeuille compte au plus ${most} services`,
  'service-not-found': ({ service }) => `Le fournisseur n’a pas de service nommé ${fr.quote(service)}`,
  'portfolio-csv-columns':
    'doit commencer par une ligne qui nomme les colonnes provider et service, et éventuellement used_for',
  'portfolio-csv-empty': 'doit comporter au moins une ligne sous les noms de colonnes',
  'nothing-changed': 'doit modifier au moins un champ',
  'view-not-followed': ({ filters }) =>
    `Les abonnements ne peuvent pas tenir compte de ${fr.list(filters)}, et la vue n’a pas d’autre filtre`,
  'person-needed': 'doit être un compte connecté ; une clé sans compte crée plutôt des abonnements',
};

/** Refusals of these requests, by code. */
export const workRefusals: typeof English.workRefusals = {
  'unknown-view': {
    title: 'Vue introuvable',
    text: 'Aucune vue enregistrée que vous puissiez ouvrir ou modifier n’a cet identifiant.',
  },
  'limit-reached': {
    title: 'Limite atteinte',
    text: 'Le nombre maximal d’éléments est atteint. `detail` l’indique. Supprimez-en d’abord.',
  },
  'unknown-portfolio': {
    title: 'Portefeuille introuvable',
    text: 'Aucun portefeuille n’a cet identifiant.',
  },
  'unknown-service': {
    title: 'Service introuvable',
    text: 'Le fournisseur n’a pas de dossier pour un service de ce nom.',
  },
  'not-followable': {
    title: 'Suivi impossible',
    text: 'Aucun abonnement ne peut représenter cette demande. `detail` en donne la raison.',
  },
};
