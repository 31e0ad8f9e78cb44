import type * as English from '../en/console-accounts.js';
import { french } from '../format.js';

const roles: typeof English.account.roles = {
  reader: 'Lecteur',
  officer: 'Chargé de conformité',
  approver: 'Approbateur',
  admin: 'Administrateur',
};

/** Choosing a password, and the second factor. */
export const password: typeof English.password = {
  title: 'Choisir un mot de passe',
  for: (email) => `Pour le compte ${email}.`,
  label: 'Nouveau mot de passe',
  hint: 'Au moins 12 caractères. Une phrase que vous seul connaissez se retient facilement. Les espaces sont autorisées.',
  action: 'Enregistrer le mot de passe',
  gone: {
    title: 'Lien non valide',
    text: 'Le lien est incomplet, a expiré, a déjà été utilisé ou a été remplacé par un lien plus récent. « Mot de passe oublié ? » vous en envoie un nouveau ; pour une nouvelle invitation, adressez-vous à la personne qui vous a invité.',
  },
  forgot: {
    title: 'Mot de passe oublié',
    intro:
      'Saisissez l’adresse électronique de votre compte. Vous recevrez un lien pour choisir un nouveau mot de passe.',
    action: 'Envoyer le lien',
    answer:
      'Si un compte utilise cette adresse, un message contenant un lien a été préparé. Le lien est valable une heure.',
    kept: 'Cette installation n’envoie pas de courriel. Un administrateur trouvera le message sous « Courriels conservés ».',
    back: 'Retour à la connexion',
  },
  code: {
    title: 'Second facteur',
    label: 'Code',
    hint: 'Les six chiffres affichés par votre application d’authentification, ou l’un de vos codes de secours.',
    action: 'Continuer',
    over: 'La connexion a pris trop de temps, ou trop de codes étaient erronés. Connectez-vous de nouveau.',
    after: 'Le nouveau mot de passe est enregistré.',
  },
  enrol: {
    title: 'Configurer le second facteur',
    intro:
      'La connexion demande votre mot de passe et un code d’une application d’authentification, sur votre téléphone ou votre ordinateur.',
    scan: 'Scannez ce code QR avec l’application :',
    qr: 'Code QR pour l’application d’authentification',
    type: 'Si vous ne pouvez pas le scanner, saisissez cette clé dans l’application (basée sur l’heure, 6 chiffres) :',
    label: 'Code affiché par l’application',
    action: 'Confirmer',
  },
  recovery: {
    title: 'Vos codes de secours',
    text: 'Conservez ces codes en lieu sûr, par exemple dans un gestionnaire de mots de passe. Chacun remplace une fois le code de l’application, si vous n’en disposez plus. Ils ne seront plus affichés.',
    label: 'Codes de secours',
    action: 'Continuer',
  },
};

/** The page of whoever is signed in. */
export const account: typeof English.account = {
  title: 'Mon compte',
  noAccount:
    'Vous êtes connecté avec une clé d’API qui n’appartient à personne. Les événements que vous enregistrez mentionnent la clé, et non une personne. Un administrateur invite les personnes sous « Comptes ».',
  toAccounts: 'Aller aux comptes',
  saved: {
    mails: 'Votre choix est enregistré.',
    name: 'Le nom a été modifié.',
    password: 'Le mot de passe a été modifié. Vos autres sessions sont fermées.',
    app: 'La nouvelle application est configurée. Les codes de la précédente ne fonctionnent plus.',
    ended: 'La session est fermée.',
    others: 'Toutes les autres sessions sont fermées.',
    revoked: 'La clé a été révoquée.',
  },
  profile: {
    title: 'Profil',
    name: 'Nom',
    nameHint: 'Affiché à côté de ce que vous enregistrez.',
    email: 'Adresse électronique',
    role: 'Rôle',
    save: 'Enregistrer',
  },
  roles,
  mails: {
    title: 'Messages sur les approbations',
    text: (email) =>
      `Lorsqu’une modification attend une seconde personne, vous recevez un message à l’adresse ${email}, sauf si vous l’avez proposée.`,
    textKept: (email) =>
      `Lorsqu’une modification attend une seconde personne, un message à l’adresse ${email} est préparé, sauf si vous l’avez proposée. Aucun serveur de messagerie n’est configuré : les messages sont conservés et non envoyés.`,
    wanted: 'M’envoyer un message pour chaque proposition sur laquelle je peux me prononcer',
    language: 'Langue des messages',
    save: 'Enregistrer',
  },
  password: {
    title: 'Mot de passe',
    current: 'Mot de passe actuel',
    action: 'Changer le mot de passe',
    text: 'Vos autres sessions seront fermées.',
  },
  factor: {
    title: 'Second facteur',
    on: 'Une application d’authentification est configurée.',
    left: (count) => `${french.count(count, 'code de secours inutilisé', 'codes de secours inutilisés')}.`,
    replace: 'Configurer une autre application',
    renew: 'Nouveaux codes de secours',
    renewHint: 'Les précédents ne fonctionneront plus.',
  },
  sessions: {
    title: 'Sessions',
    browser: 'Navigateur',
    network: 'Réseau',
    began: 'Depuis',
    seen: 'Dernière utilisation',
    current: 'cette session',
    unknown: 'inconnu',
    withKey: (name) => `avec la clé ${name}`,
    end: 'Fermer',
    endOf: (browser) => `Fermer la session dans ${browser}`,
    endOthers: 'Fermer toutes les autres sessions',
    none: 'Aucune session.',
    act: 'Action',
  },
  keys: {
    title: 'Clés d’API',
    intro: 'Une clé permet à un programme d’agir pour vous, avec au plus les droits de votre rôle.',
    none: 'Aucune clé.',
    name: 'Nom',
    nameHint: 'Ce qui utilise la clé, par exemple « relevé des listes officielles ».',
    scope: 'Droits',
    scopes: {
      read: 'lire',
      record: 'lire et enregistrer',
      approve: 'lire, enregistrer et approuver',
      admin: 'tous les droits',
      bounces: 'signaler les retours de courriel uniquement',
      metrics: 'lire les métriques uniquement',
    },
    owner: 'Appartient à',
    program: 'personne (programme)',
    created: 'Créée',
    used: 'Dernière utilisation',
    never: 'jamais',
    state: 'État',
    valid: 'valide',
    revoked: 'révoquée',
    revoke: 'Révoquer',
    revokeOf: (name) => `Révoquer la clé ${name}`,
    create: 'Créer une clé',
    made: 'Clé créée',
    madeText: 'Conservez la clé dès maintenant : seule son empreinte est gardée, et elle ne sera plus affichée.',
    key: 'Clé d’API',
    back: 'Retour aux clés',
    all: 'Clés d’API de tous les comptes',
    programIntro:
      'La clé d’un programme n’appartient à personne : elle reste valide après le départ des personnes. Elle ne peut ni proposer ni approuver une modification soumise à la double validation.',
  },
};

/** The accounts, for administrators. */
export const accounts: typeof English.accounts = {
  title: 'Comptes',
  intro: 'Les personnes qui se connectent à la console. Ce qu’elles enregistrent porte leur nom.',
  invite: 'Inviter une personne',
  allKeys: 'Clés d’API de tous les comptes',
  empty: 'Aucun compte pour l’instant. Vous êtes connecté avec une clé d’API ; commencez par vous inviter.',
  column: { name: 'Nom', email: 'Adresse électronique', role: 'Rôle', state: 'État', seen: 'Dernière utilisation' },
  erased: 'Compte effacé',
  states: { invited: 'invité', active: 'actif', disabled: 'désactivé', erased: 'effacé' },
  roleHints: {
    reader: 'consulte tout',
    officer: 'enregistre et corrige aussi',
    approver: 'approuve aussi les modifications des autres',
    admin: 'gère aussi les comptes, les clés et les paramètres',
  },
  form: {
    name: 'Nom',
    email: 'Adresse électronique',
    role: 'Rôle',
    language: 'Langue du message',
    languages: { en: 'Anglais', fr: 'Français' },
    action: 'Inviter',
  },
  invited: {
    title: 'Invitation préparée',
    sent: (email) => `Un message contenant un lien est en cours d’envoi à ${email}.`,
    kept: 'Cette installation n’envoie pas de courriel : le message est conservé sous « Courriels conservés ».',
    link: 'Vous pouvez aussi remettre ce lien vous-même. Il n’est affiché qu’une fois et permet à quiconque l’ouvre de choisir le mot de passe.',
    label: 'Lien',
    until: (time) => `Il est utilisable une seule fois, jusqu’au ${time}.`,
    back: 'Aller au compte',
  },
  done: {
    changed: 'Le compte a été modifié.',
    disabled: 'Le compte est désactivé. Ses sessions sont fermées et ses clés ne fonctionnent plus.',
    enabled: 'Le compte est de nouveau utilisable.',
    reset: 'Le second facteur est réinitialisé. La personne configurera une application à la prochaine connexion.',
    ended: 'Les sessions sont fermées.',
    erased: 'Le compte a été effacé.',
  },
  one: {
    state: 'État',
    created: 'Créé',
    factor: 'Second facteur',
    factorOn: 'configuré',
    factorOff: 'pas encore configuré',
    change: 'Nom et rôle',
    changeHint: 'Un changement de rôle ferme les sessions de la personne.',
    save: 'Enregistrer',
    act: 'Accès',
    again: 'Inviter de nouveau',
    againHint: 'Le lien précédent ne fonctionnera plus.',
    disable: 'Désactiver',
    enable: 'Réactiver',
    reset: 'Réinitialiser le second facteur',
    resetHint:
      'En cas de perte du téléphone et des codes de secours. Assurez-vous que la demande vient bien de la personne.',
    endSessions: 'Fermer toutes les sessions',
    erase: 'Effacer le compte',
    eraseHint:
      'Supprime définitivement le nom et l’adresse, ferme les sessions, révoque les clés et met fin aux abonnements et aux flux. Les événements gardent un identifiant qui ne désigne personne ; ils apparaissent comme enregistrés par « un compte effacé ».',
    eraseConfirm: 'Je veux effacer définitivement ce compte',
  },
};
