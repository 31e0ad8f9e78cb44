import { french } from '../format.js';
import type { frame as English } from '../en/console-frame.js';

export const frame: typeof English = {
  skip: 'Aller au contenu',
  menu: 'Menu',
  places: {
    board: 'Tableau',
    providers: 'Fournisseurs',
    grants: 'Décisions',
    deadlines: 'Échéances',
    schemes: 'Schémas',
    import: 'Import',
    subscribers: 'Abonnés',
    mails: 'Courriels gardés',
    help: 'Aide',
  },
  signIn: 'Se connecter',
  signOut: 'Se déconnecter',
  signedInAs: (name) => `Connecté avec la clé ${name}`,
  otherLanguage: 'English',
  time: {
    label: 'Moment regardé',
    asOf: 'Situation au',
    asOfHint: 'Ce qui avait eu lieu à la fin de ce jour.',
    knownOn: 'connue le',
    knownOnHint: 'Ce qui était inscrit à la fin de ce jour ; vide : tout ce qui l’est.',
    go: 'Y aller',
    now: 'Revenir à aujourd’hui',
    past: (asOf, knownOn) =>
      knownOn === undefined
        ? `Vous regardez la situation au ${asOf}, d’après tout ce qui est inscrit.`
        : `Vous regardez la situation au ${asOf}, telle qu’on la connaissait le ${knownOn}.`,
  },
  required: 'obligatoire',
  problems: (count) => (count === 1 ? 'Un point est à revoir' : `${count} points sont à revoir`),
  pages: {
    label: 'Pages',
    previous: 'Page précédente',
    next: 'Page suivante',
    shown: (from, to, total) => `${from} à ${to} sur ${total}`,
  },
  deadline: {
    states: { open: 'ouverte', met: 'tenue', missed: 'manquée', cancelled: 'annulée' },
    acts: { met: 'Noter comme tenue', move: 'Déplacer', cancel: 'Annuler', happened: 'Inscrire ce qui a eu lieu' },
  },
  done: {
    recorded: 'C’est inscrit. Le fait figure dans l’historique.',
    corrected: 'C’est corrigé. L’historique montre l’ancienne valeur et la nouvelle.',
    retracted: 'C’est retiré. Le fait ne compte plus, et reste lisible dans l’historique.',
  },
  notYet: {
    title: 'Pas encore inscrit',
    text: 'Au moment regardé, rien n’en était inscrit. La première inscription est du',
    now: 'Voir la situation d’aujourd’hui',
  },
  sources: {
    authority: 'parole de l’autorité',
    claim: 'affirmation, non confirmée',
    more: (count) => `et ${french.count(count, 'autre', 'autres')}`,
  },
  timeline: {
    title: 'Historique',
    intro: 'Tout ce qui est inscrit, corrections comprises. Rien n’est effacé.',
    order: 'Ordre',
    happened: 'par date du fait, le plus récent en premier',
    recorded: 'dans l’ordre d’inscription',
    later: (count) =>
      `${french.count(count, 'fait postérieur au jour regardé n’est pas montré', 'faits postérieurs au jour regardé ne sont pas montrés')}.`,
    now: 'Voir aujourd’hui',
    showLater: 'Les montrer',
    pages: 'Pages de l’historique',
    page: (number, of) => `Page ${number} sur ${of}`,
    previous: 'Page précédente',
    next: 'Page suivante',
    empty: 'Rien n’avait eu lieu au jour regardé.',
    target: 'Voir le fait visé',
  },
};
