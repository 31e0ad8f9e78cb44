import type * as English from '../en/approvals.js';

export const approvalsReasons: typeof English.approvalsReasons = {
  'approval-needed': ({ schemes }) =>
    `Une autre personne doit approuver ce changement de statut (${schemes.join(', ')})`,
  'account-needed': 'La clé n’est rattachée à aucun compte ; une proposition et son approbation exigent une personne',
  'own-proposal': 'Cette proposition est la vôtre ; une autre personne doit l’approuver',
  'proposal-id-not-found': ({ id }) => `Proposition ${id} introuvable`,
  'proposal-state': ({ state }) => `L’état de la proposition est ${state}`,
  'proposal-changed': 'L’effet de la proposition a changé depuis son affichage',
  'proposal-unreadable': 'Elle concerne un événement que cette version de Jalon ne sait pas lire',
  'proposal-recorded': 'Le registre contient déjà cette information ; il n’y a plus rien à enregistrer',
  'approver-needed': 'Seul un approbateur ou un administrateur peut se prononcer sur une proposition',
  'proposal-not-own': 'Seul son auteur peut retirer une proposition',
};

export const approvalRefusals: typeof English.approvalRefusals = {
  'approval-needed': {
    title: 'Approbation nécessaire',
    text: 'La modification change un statut d’un schéma soumis à la double validation ; une autre personne doit l’approuver. Rien n’a été enregistré.',
  },
  'account-needed': {
    title: 'Compte nécessaire',
    text: 'Seules des personnes proposent et approuvent les modifications soumises à la double validation. Utilisez une clé rattachée à un compte, ou connectez-vous avec un compte.',
  },
  'own-proposal': {
    title: 'Proposition personnelle',
    text: 'Une proposition doit être approuvée par une autre personne.',
  },
  'proposal-decided': {
    title: 'Proposition déjà traitée',
    text: 'La proposition n’est plus ouverte.',
  },
  'proposal-changed': {
    title: 'Effet de la proposition modifié',
    text: 'Le registre a changé : la proposition n’aurait plus l’effet affiché. Rien n’a été enregistré. Relisez la proposition et décidez sur son effet actuel.',
  },
};
