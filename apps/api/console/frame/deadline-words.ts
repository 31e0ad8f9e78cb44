import type { DeadlineState } from '#domain/deadline/deadline.js';
import type { Language } from '#language/language.js';
import type { DeadlineAct } from './deadline-acts.js';

interface DeadlineWords {
  states: Record<DeadlineState, string>;
  acts: Record<DeadlineAct['act'], string>;
}

/** How a deadline stands, and what can be recorded of it. */
export const DEADLINE_WORDS: Record<Language, DeadlineWords> = {
  fr: {
    states: { open: 'ouverte', met: 'tenue', missed: 'manquée', cancelled: 'annulée' },
    acts: { met: 'Noter comme tenue', move: 'Déplacer', cancel: 'Annuler', happened: 'Inscrire ce qui a eu lieu' },
  },
  en: {
    states: { open: 'open', met: 'met', missed: 'missed', cancelled: 'cancelled' },
    acts: { met: 'Mark as met', move: 'Move', cancel: 'Cancel', happened: 'Record what happened' },
  },
};
