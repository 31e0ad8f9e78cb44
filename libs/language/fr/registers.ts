import type * as English from '../en/registers.js';
import { french as fr } from '../format.js';

export const registerEvents: typeof English.registerEvents = {
  RegisterPublished: {
    name: 'liste officielle publiée',
    hint: 'Une version de la manière dont une liste officielle est lue.',
    summary: ({ register }) => `liste officielle ${fr.quote(register.name)} publiée`,
  },
  RegisterRead: {
    name: 'relevé d’une liste officielle',
    hint: 'Ce que la liste indiquait un jour donné.',
    summary: ({ register, entries, added, changed, gone }) =>
      `relevé de ${register} : ${fr.count(entries, 'inscription', 'inscriptions')}, dont ${fr.count(added.length, 'ajoutée', 'ajoutées')} et ${fr.count(changed.length, 'modifiée', 'modifiées')} ; ${fr.count(gone.length, 'retirée', 'retirées')}`,
  },
  EntryMatched: {
    name: 'fournisseur rapproché',
    hint: 'La réponse à la question de savoir si deux noms désignent le même fournisseur.',
    summary: ({ name, provider }) =>
      provider === null ? `${fr.quote(name)} est un autre fournisseur` : `${fr.quote(name)} rapproché`,
  },
};

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
  'entry-unreadable': ({ dossier }) =>
    `Le dossier ${dossier} contient un événement que cette version de Jalon ne sait pas lire`,
  'reading-changed': 'L’effet de la lecture a changé depuis son affichage ; vérifiez-le à nouveau',
  'reading-older-than': ({ day, last }) =>
    `Le document date du ${day}, mais la liste officielle a été relevée au ${last}`,
  'proposal-not-found': ({ name }) =>
    `la liste officielle ne contient aucun fournisseur ${name} dont le nom ressemble à celui du candidat`,
};

export const registerRefusals: typeof English.registerRefusals = {
  'register-invalid': {
    title: 'Liste officielle invalide',
    text: 'La description de la liste officielle ne correspond pas à son schéma. `problems` indique chaque champ et le motif.',
  },
  'register-document-invalid': {
    title: 'Document de liste officielle invalide',
    text: 'Le document n’est pas lisible selon la description de la liste officielle. Seule la tentative a été enregistrée.',
  },
  'reading-not-held': {
    title: 'Relevé sans décision à prendre',
    text: 'Seul un relevé en attente peut être accepté ou écarté.',
  },
  'reading-older': {
    title: 'Antérieur au dernier relevé',
    text: 'Les relevés sont enregistrés dans l’ordre de leurs dates. Un relevé antérieur ne peut qu’être écarté.',
  },
};
