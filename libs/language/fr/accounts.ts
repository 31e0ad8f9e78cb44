import type * as English from '../en/accounts.js';

/** Reasons about accounts, keys and signing in. */
export const accountsReasons: typeof English.accountsReasons = {
  'account-not-found': ({ id }) => `Compte ${id} introuvable`,
  'account-erased': 'Le compte a été effacé',
  'account-not-invited':
    'Cette personne s’est déjà connectée ; « Mot de passe oublié ? » sur la page de connexion envoie un nouveau lien',
  'code-wrong': 'est erroné ou a déjà été utilisé',
  'email-taken': 'Un autre compte utilise cette adresse',
  'last-admin': 'C’est le dernier administrateur pouvant se connecter ; désignez-en d’abord un autre',
  'password-long': ({ most }) => `doit comporter au plus ${most} caractères`,
  'password-repeats': 'ne doit pas répéter toujours les mêmes caractères',
  'password-short': ({ least }) => `doit comporter au moins ${least} caractères`,
  'password-wrong': 'est erroné',
  'sign-in-wrong': 'Adresse ou mot de passe erroné',
};

/** Problems of accounts. */
export const accountRefusals: typeof English.accountRefusals = {
  'account-unfit': {
    title: 'Impossible dans l’état actuel du compte',
    text: 'L’état du compte ne le permet pas : il a été effacé, ou la personne s’est déjà connectée.',
  },
  'last-admin': {
    title: 'Dernier administrateur',
    text: 'Aucun autre administrateur ne peut se connecter. Désignez-en un, qui se connecte, avant de modifier ce compte.',
  },
};
