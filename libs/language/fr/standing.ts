import type { standing as English } from '../en/standing.js';

export const standing: typeof English = {
  outcomes: {
    granted: (outcome) => outcome,
    'granted-with-reservations': (outcome) => `${outcome} avec réserves`,
    renewing: (outcome) => `en renouvellement, n’est plus ${outcome}`,
  },
  statuses: {
    suspended: 'suspendu',
    expired: 'expiré',
    lapsed: 'caduc (suivi non assuré)',
    withdrawn: 'retiré',
    refused: 'rejeté',
    abandoned: 'abandonné',
    'in-progress': 'en cours d’évaluation',
    applied: 'candidat',
    announced: 'annoncé',
    unknown: 'sans statut connu',
  },
  reportOutdated: 'rapport périmé',
  granted: 'obtenu',
  confirmed: 'confirmé par l’autorité',
  unconfirmed: 'déclaration non confirmée',
  grantStates: {
    'in-force': 'en vigueur',
    suspended: 'suspendue',
    withdrawn: 'retirée',
    expired: 'expirée',
    refuted: 'démentie',
    'not-yet-valid': 'pas encore en vigueur',
  },
};
