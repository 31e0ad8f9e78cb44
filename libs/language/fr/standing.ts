import { french as fr } from '../format.js';
import type * as English from '../en/standing.js';

export const standing: typeof English.standing = {
  outcomes: {
    granted: fr.either,
    'granted-with-reservations': (outcomes) => `${fr.either(outcomes)} avec réserves`,
    'in-progress': (outcomes) =>
      `en cours ${fr.either([...new Set(outcomes.map((outcome) => PROCESSES[outcome] ?? 'd’évaluation'))])}`,
    renewing: (outcomes) => `en renouvellement, n’est plus ${fr.either(outcomes)}`,
  },
  statuses: {
    suspended: 'suspendu',
    expired: 'expiré',
    lapsed: 'caduc (suivi non assuré)',
    withdrawn: 'retiré',
    refused: 'rejeté',
    abandoned: 'abandonné',
    applied: 'candidat',
    announced: 'annoncé',
    unknown: 'inconnu',
  },
  names: {
    'accredited certification bodies': 'organismes de certification accrédités',
    'French Republic': 'République française',
    basic: 'basique',
    medium: 'moyen',
    high: 'élevé',
    low: 'faible',
    moderate: 'modéré',
    'class A': 'classe A',
    'class B': 'classe B',
    'class C': 'classe C',
    'class D': 'classe D',
    'draft of December 2020': 'projet de décembre 2020',
  },
  reportOutdated: 'rapport obsolète',
  granted: 'obtenu',
  grantedFrom: (outcome, day) => `${outcome} à compter du ${fr.date(day)}`,
  confirmation: (confirmed, of) =>
    `${confirmed ? '' : 'non '}${of === 'status' ? 'confirmé' : 'confirmée'} par l’autorité`,
  grantStates: {
    'in-force': 'en vigueur',
    suspended: 'suspendue',
    withdrawn: 'retirée',
    expired: 'expirée',
    refuted: 'démentie',
    'not-yet-valid': 'pas encore en vigueur',
  },
};

/** The process that leads to an outcome. */
const PROCESSES: Readonly<Record<string, string>> = {
  qualifié: 'de qualification',
  certifié: 'de certification',
  attesté: 'd’attestation',
};

export const sampleNote: typeof English.sampleNote = (dossiers) => {
  if (dossiers === 0) return 'Aucun dossier n’a franchi cette étape.';
  return dossiers === 1
    ? 'Un seul dossier : non représentatif.'
    : `${dossiers} dossiers seulement : non représentatif.`;
};
