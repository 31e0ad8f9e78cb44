import type * as English from '../en/work.js';
import { french as fr } from '../format.js';

/** Reasons of what people keep beside the ledger: views. */
export const workReasons: typeof English.workReasons = {
  'view-address': 'doit être le chemin d’une liste de la console avec ses filtres, par exemple /?scheme=secnumcloud',
  'services-on-board': 'doit être le tableau de bord (/) si la vue nomme des services',
  'view-not-found': ({ view }) => `Aucune vue ${view} que vous puissiez ouvrir ou modifier`,
  'most-views': ({ most }) => `Vous avez déjà ${most} vues enregistrées ; supprimez-en une d’abord`,
  'most-services': ({ most }) => `Une vue nomme au plus ${most} services`,
  'service-not-found': ({ service }) => `Le fournisseur n’a pas de service nommé ${fr.quote(service)}`,
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
  'unknown-service': {
    title: 'Service introuvable',
    text: 'Le fournisseur n’a pas de dossier pour un service de ce nom.',
  },
  'not-followable': {
    title: 'Suivi impossible',
    text: 'Aucun abonnement ne peut représenter cette demande. `detail` en donne la raison.',
  },
};
