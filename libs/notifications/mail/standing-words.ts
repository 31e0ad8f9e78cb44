import type { Status } from '#domain/dossier/status.js';
import type { Language } from '#language/language.js';

/** Statuses that are said with the scheme's own word for its outcome: `qualifié`, `certified`. */
export const NAMED_FOR_THE_OUTCOME = ['granted', 'granted-with-reservations', 'renewing'] as const;

type Outcome = (typeof NAMED_FOR_THE_OUTCOME)[number];

interface StandingWords {
  outcome: Record<Outcome, (word: string) => string>;
  status: Record<Exclude<Status, Outcome>, string>;
  /** Of a scheme whose outcome is a report: it does not expire, it grows old. */
  oldReport: string;
  /** Of a scheme that is not on record. */
  granted: string;
  confirmed: string;
  claimed: string;
}

export const STANDING_WORDS: Record<Language, StandingWords> = {
  fr: {
    outcome: {
      granted: (word) => word,
      'granted-with-reservations': (word) => `${word} avec réserves`,
      renewing: (word) => `en renouvellement, n’est plus ${word}`,
    },
    status: {
      suspended: 'suspendu',
      expired: 'expiré',
      lapsed: 'caduc, faute d’entretien',
      withdrawn: 'retiré',
      refused: 'refusé',
      abandoned: 'abandonné',
      'in-progress': 'en cours d’évaluation',
      applied: 'candidat',
      announced: 'annoncé',
      unknown: 'sans statut connu',
    },
    oldReport: 'rapport périmé',
    granted: 'obtenu',
    confirmed: 'confirmé par l’autorité',
    claimed: 'affirmation non confirmée',
  },
  en: {
    outcome: {
      granted: (word) => word,
      'granted-with-reservations': (word) => `${word} with reservations`,
      renewing: (word) => `being renewed, no longer ${word}`,
    },
    status: {
      suspended: 'suspended',
      expired: 'expired',
      lapsed: 'lapsed, not kept up',
      withdrawn: 'withdrawn',
      refused: 'refused',
      abandoned: 'abandoned',
      'in-progress': 'under evaluation',
      applied: 'applicant',
      announced: 'announced',
      unknown: 'no known status',
    },
    oldReport: 'report out of date',
    granted: 'granted',
    confirmed: 'confirmed by the authority',
    claimed: 'a claim, not confirmed',
  },
};
