import type * as English from '../en/registers.js';

export const registersReasons: typeof English.registersReasons = {
  'register-not-found': ({ slug, registers }) =>
    `Liste officielle ${slug} introuvable ; les listes officielles sont ${registers.join(', ')}`,
  'reading-not-found': ({ reading }) => `Relevé ${reading} introuvable`,
  'register-unchanged': ({ slug }) => `la liste officielle ${slug} est inchangée`,
  'register-document-too-large': ({ megabytes }) => `Le document dépasse ${megabytes} Mo`,
  'register-document-empty': 'Le document ne contient aucune inscription',
  'reading-interrupted':
    'Le traitement s’est interrompu ou d’autres enregistrements ont porté sur les mêmes inscriptions ; rien n’a été enregistré. Relevez de nouveau le document',
  'reading-in-future': ({ day, today }) => `Le document date du ${day}, postérieur à la date du jour (${today})`,
  'reading-state': ({ state }) => `L’état du relevé est ${state}`,
  'reading-older-than': ({ day, last }) =>
    `Le document date du ${day}, mais la liste officielle a été relevée au ${last}`,
  'proposal-not-found': ({ name }) =>
    `la liste officielle ne contient aucun fournisseur ${name} dont le nom ressemble à celui du candidat`,
};
