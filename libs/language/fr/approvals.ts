import type * as English from '../en/approvals.js';
import { french as fr } from '../format.js';

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

export const approvals: typeof English.approvals = {
  title: 'Approbations',
  count: (label, open) => `${label} (${fr.number(open)})`,
  intro:
    'Changements de statut des schémas soumis à la double validation. Une autre personne que l’auteur approuve ou rejette chaque proposition ; d’ici là, rien n’est enregistré et personne n’est notifié.',
  schemesLink: 'Choisir les schémas',
  filter: 'Filtrer les propositions',
  state: 'État',
  apply: 'Appliquer',
  all: 'Tous',
  empty: { open: 'Aucune proposition en attente.', other: 'Aucune proposition de ce type.' },
  column: { subject: 'Modification', by: 'Proposée par', at: 'Proposée le', state: 'État' },
  newest: 'Plus récentes',
  older: 'Plus anciennes',
  states: {
    open: 'en attente',
    recording: 'en cours d’enregistrement',
    approved: 'approuvée',
    rejected: 'rejetée',
    withdrawn: 'retirée',
    outdated: 'périmée',
  },
  kinds: {
    'dossier-event': 'événement',
    import: (name) => `import ${fr.of(name)}`,
    scheme: 'nouvelle version du schéma',
    'scheme-amendment': 'correction du schéma',
    match: 'réponse sur une inscription de liste officielle',
  },
  schemes: 'Schémas',
  decidedBy: {
    approved: 'Approuvée par',
    rejected: 'Rejetée par',
    withdrawn: 'Retirée par',
    outdated: 'Décision de',
  },
  decidedAt: 'Décision du',
  reason: 'Motif',
  proposal: 'Modification proposée',
  effect: 'Effet en cas d’enregistrement immédiat',
  statuses: 'Statuts',
  statusColumns: { dossier: 'Dossier', before: 'Avant', after: 'Après' },
  from: (day) => `à partir du ${day}`,
  until: (day) => `jusqu’au ${day}`,
  more: (count) => `et ${fr.count(count, 'autre dossier', 'autres dossiers')}`,
  none: 'Aucun statut ne changerait.',
  refused: (why) => `Elle ne peut plus être enregistrée : ${why}.`,
  changed:
    'L’effet a changé depuis l’ouverture de cette page. Rien n’a été enregistré. Vérifiez l’effet ci-dessous avant de décider.',
  own: 'Cette proposition est la vôtre. Une autre personne doit l’approuver.',
  noAccount: 'Connectez-vous avec un compte pour décider : une clé sans compte n’identifie pas une personne.',
  noApprover: 'Les approbateurs et les administrateurs se prononcent sur les propositions.',
  approve: 'Approuver et enregistrer',
  approveReason: 'Remarque (facultative)',
  reject: 'Rejeter',
  rejectReason: 'Motif du rejet',
  withdraw: 'Retirer la proposition',
  seeEvent: 'Voir l’événement',
  back: 'Toutes les propositions',
  done: {
    proposed: 'Votre modification est proposée. Elle sera enregistrée dès qu’une autre personne l’aura approuvée.',
    approved: 'La modification a été approuvée et enregistrée.',
    rejected: 'La proposition a été rejetée. Rien n’a été enregistré.',
    withdrawn: 'La proposition a été retirée. Rien n’a été enregistré.',
    outdated: 'Le registre a évolué : la proposition ne pouvait plus être enregistrée.',
    policy: 'Les schémas ont été enregistrés.',
  },
  policy: {
    title: 'Double validation',
    intro:
      'Dans les schémas sélectionnés, tout ce qui changerait le statut d’un dossier attend une seconde personne : événements, corrections, retraits, imports, relevés de listes officielles et nouvelles versions du schéma. Ce que Jalon déduit lui-même, comme une expiration, n’attend pas.',
    scheme: 'Schémas soumis à la double validation',
    since: (day) => `depuis le ${day}`,
    save: 'Enregistrer',
    persons:
      'Il faut au moins deux comptes : l’un pour enregistrer, l’autre avec le rôle d’approbateur ou d’administrateur. Une clé sans compte ne peut ni proposer ni approuver.',
  },
  needed:
    'Cette modification change un statut d’un schéma soumis à la double validation. Elle sera enregistrée dès qu’une autre personne l’aura approuvée.',
  propose: 'Proposer',
  approvedBy: 'approuvé par',
};
