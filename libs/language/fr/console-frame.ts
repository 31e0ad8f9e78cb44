import type { frame as English } from '../en/console-frame.js';
import { french } from '../format.js';

export const frame: typeof English = {
  skip: 'Aller au contenu',
  menu: 'Menu',
  places: {
    board: 'Tableau de bord',
    providers: 'Fournisseurs',
    grants: 'Décisions',
    deadlines: 'Échéances',
    schemes: 'Schémas',
    import: 'Import',
    subscribers: 'Abonnés',
    mails: 'Courriels conservés',
    help: 'Aide',
  },
  signIn: 'Se connecter',
  signOut: 'Se déconnecter',
  signedInAs: (name) => `Connecté avec la clé ${name}`,
  otherLanguage: 'English',
  time: {
    label: 'Date consultée',
    asOf: 'Situation au',
    asOfHint: 'Événements survenus jusqu’à la fin de ce jour.',
    knownOn: 'connue le',
    knownOnHint: 'Événements enregistrés jusqu’à la fin de ce jour. Laissez vide pour tout prendre en compte.',
    go: 'Appliquer',
    now: 'Revenir à aujourd’hui',
    past: (asOf, knownOn) =>
      knownOn === undefined
        ? `Situation au ${asOf}, d’après tous les événements enregistrés à ce jour.`
        : `Situation au ${asOf}, telle qu’elle était connue le ${knownOn}.`,
  },
  required: 'obligatoire',
  problems: (count) => french.count(count, 'champ à corriger', 'champs à corriger'),
  pages: {
    label: 'Pages',
    previous: 'Page précédente',
    next: 'Page suivante',
    shown: (from, to, total) => `${from} à ${to} sur ${total}`,
  },
  deadline: {
    states: { open: 'ouverte', met: 'tenue', missed: 'manquée', cancelled: 'annulée' },
    acts: { met: 'Marquer comme tenue', move: 'Reporter', cancel: 'Annuler', happened: 'Enregistrer un événement' },
  },
  done: {
    recorded: 'L’événement est enregistré et figure dans l’historique.',
    corrected: 'L’événement est corrigé. L’historique indique l’ancienne et la nouvelle valeur.',
    retracted: 'L’événement est retiré. Il n’est plus pris en compte, mais reste consultable dans l’historique.',
  },
  notYet: {
    title: 'Pas encore enregistré',
    text: 'Rien n’était enregistré ici à la date consultée. Le premier enregistrement date du',
    now: 'Voir la situation actuelle',
  },
  sources: {
    authority: 'source officielle',
    claim: 'déclaration non confirmée',
    more: (count) => `et ${french.count(count, 'autre', 'autres')}`,
  },
  timeline: {
    title: 'Historique',
    intro: 'Tous les événements enregistrés, avec leurs corrections. Rien n’est effacé.',
    order: 'Ordre',
    happened: 'par date de l’événement, du plus récent au plus ancien',
    recorded: 'par date d’enregistrement',
    later: (count) =>
      `${french.count(count, 'événement postérieur à la date consultée n’est pas affiché', 'événements postérieurs à la date consultée ne sont pas affichés')}.`,
    now: 'Revenir à aujourd’hui',
    showLater: 'Afficher les événements postérieurs',
    pages: 'Pages de l’historique',
    page: (number, of) => `Page ${number} sur ${of}`,
    empty: 'Aucun événement n’était survenu à la date consultée.',
    target: 'Voir l’événement concerné',
  },
};
