import type { Language } from '#language/language.js';
import { printed } from '../frame/printed.js';

interface WelcomeWords {
  title: string;
  intro: string;
  find: { title: string; text: string; link: string };
  travel: { title: string; text: string; link: string };
  record: { title: string; signIn: string; record: string; signInLink: string; recordLink: string };
  help: string;
  dismiss: string;
}

export const WELCOME_WORDS: Record<Language, WelcomeWords> = printed({
  fr: {
    title: 'Première visite ?',
    intro:
      'Une ligne par dossier : un service qui cherche à obtenir une certification. On y lit où il en est, d’après qui, et ce qui vient ensuite. Ce qui presse est en haut.',
    find: {
      title: 'Trouver un fournisseur',
      text: 'Cherchez son nom ci-dessous, puis ouvrez son dossier.',
      link: 'Voir les fournisseurs',
    },
    travel: {
      title: 'Voyager dans le temps',
      text: 'La barre du haut montre la situation à n’importe quel jour. Tous les liens la gardent.',
      link: 'Voir il y a un an',
    },
    record: {
      title: 'Inscrire ce que vous apprenez',
      signIn: 'Il y faut une clé qui permet d’inscrire.',
      record: 'Ouvrez un dossier, puis dites ce qui s’est passé. Rien n’est enregistré avant que vous ayez vu l’effet.',
      signInLink: 'Se connecter',
      recordLink: 'Inscrire un fournisseur',
    },
    help: 'Tout est expliqué dans l’aide',
    dismiss: 'J’ai compris, ne plus afficher',
  },
  en: {
    title: 'New here?',
    intro:
      'One line per dossier: a service that seeks a certification. It says where it stands, by whose word, and what comes next. What is urgent is at the top.',
    find: {
      title: 'Find a provider',
      text: 'Search for its name below, then open its dossier.',
      link: 'See the providers',
    },
    travel: {
      title: 'Travel in time',
      text: 'The bar at the top shows where things stood on any day. Every link keeps it.',
      link: 'See a year ago',
    },
    record: {
      title: 'Record what you learn',
      signIn: 'It takes a key that may record.',
      record: 'Open a dossier, then say what happened. Nothing is saved before you have seen what it changes.',
      signInLink: 'Sign in',
      recordLink: 'Register a provider',
    },
    help: 'Everything is explained in the help',
    dismiss: 'Understood, do not show again',
  },
});
