import type { Language } from '#language/language.js';
import type { Place } from './places.js';
import { printed } from './printed.js';

interface FrameWords {
  skip: string;
  menu: string;
  places: Record<Place, string>;
  signIn: string;
  signOut: string;
  signedInAs: (name: string) => string;
  /** The other language, in that language. */
  otherLanguage: string;
  time: {
    label: string;
    asOf: string;
    asOfHint: string;
    knownOn: string;
    knownOnHint: string;
    go: string;
    now: string;
    /** Days as people write them. */
    past: (asOf: string, knownOn: string | undefined) => string;
  };
  required: string;
  problems: (count: number) => string;
  pages: { label: string; previous: string; next: string; shown: (from: number, to: number, total: number) => string };
}

export const FRAME_WORDS: Record<Language, FrameWords> = printed({
  fr: {
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
  },
  en: {
    skip: 'Skip to the content',
    menu: 'Menu',
    places: {
      board: 'Board',
      providers: 'Providers',
      grants: 'Grants',
      deadlines: 'Deadlines',
      schemes: 'Schemes',
      import: 'Import',
      subscribers: 'Subscribers',
      mails: 'Kept mails',
      help: 'Help',
    },
    signIn: 'Sign in',
    signOut: 'Sign out',
    signedInAs: (name) => `Signed in with the key ${name}`,
    otherLanguage: 'Français',
    time: {
      label: 'Moment looked at',
      asOf: 'As of',
      asOfHint: 'What had happened by the end of this day.',
      knownOn: 'as known on',
      knownOnHint: 'What was on record at the end of this day; empty: all that is.',
      go: 'Go there',
      now: 'Back to today',
      past: (asOf, knownOn) =>
        knownOn === undefined
          ? `You are looking at ${asOf}, from all that is on record.`
          : `You are looking at ${asOf}, as it was known on ${knownOn}.`,
    },
    required: 'required',
    problems: (count) => (count === 1 ? 'One thing needs another look' : `${count} things need another look`),
    pages: {
      label: 'Pages',
      previous: 'Previous page',
      next: 'Next page',
      shown: (from, to, total) => `${from} to ${to} of ${total}`,
    },
  },
});
