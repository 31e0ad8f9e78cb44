import type { Reasons } from './reason-template.js';

/** What can be wrong with the address of a page of the console. */
export const REASONS_OF_PAGES: Reasons = {
  'must be the number of a page, from 1': 'doit être un numéro de page, à partir de 1',
  'must be a number that this list has given out': {
    fr: 'doit venir d’un lien de cette liste',
    en: 'must come from a link of this list',
  },
  'must be a month, written yyyy-mm, such as 2026-11': 'doit être un mois, écrit aaaa-mm, comme 2026-11',
  'must be happened or recorded': 'doit être happened (jour du fait) ou recorded (jour de l’inscription)',
  'must be the id of an event': 'doit être l’identifiant d’un événement',
  'There is no such file: it is kept for a day.': 'Ce fichier n’est plus là : on le garde un jour.',
  'Nothing called {} can be recorded here.': 'Rien de ce nom ne peut être inscrit ici : {}.',
  'No event {} is on record here.': 'Aucun événement {} n’est inscrit ici.',
};
