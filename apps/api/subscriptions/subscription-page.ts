import type { Language } from '#language/language.js';
import { framed } from '../pages/html-page.js';

export type PageName = 'confirm' | 'confirmed' | 'unsubscribe' | 'unsubscribed' | 'invalid';

interface Page {
  title: string;
  text: string;
  /** Posts to the very address of the page. */
  button?: string;
}

const pages: Record<Language, Record<PageName, Page>> = {
  fr: {
    confirm: {
      title: 'Confirmer l’abonnement',
      text: 'Vous recevrez les nouvelles et les échéances des certifications suivies.',
      button: 'Confirmer',
    },
    confirmed: { title: 'Abonnement confirmé', text: 'Vous pouvez fermer cette page.' },
    unsubscribe: { title: 'Se désabonner', text: 'Vous ne recevrez plus aucun message.', button: 'Se désabonner' },
    unsubscribed: { title: 'Vous êtes désabonné', text: 'Vous ne recevrez plus aucun message.' },
    invalid: {
      title: 'Ce lien n’est plus valable',
      text: 'Il est incomplet, trop ancien ou a été remplacé par un autre.',
    },
  },
  en: {
    confirm: {
      title: 'Confirm the subscription',
      text: 'You will be sent news and deadlines of the certifications followed.',
      button: 'Confirm',
    },
    confirmed: { title: 'Subscription confirmed', text: 'You may close this page.' },
    unsubscribe: { title: 'Unsubscribe', text: 'No more messages will be sent to you.', button: 'Unsubscribe' },
    unsubscribed: { title: 'You are unsubscribed', text: 'No more messages will be sent to you.' },
    invalid: { title: 'This link no longer works', text: 'It is incomplete, too old, or replaced by another one.' },
  },
};

const style =
  'body{font:1rem/1.5 sans-serif;max-width:30rem;margin:4rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1rem}';

/** Holds nothing of what was asked, so there is nothing to escape. */
export function pageHtml(name: PageName, language: Language): string {
  const { title, text, button } = pages[language][name];
  const form = button === undefined ? '' : `<form method="post"><button>${button}</button></form>`;
  return framed({ title, style, body: `<p>${text}</p>\n${form}` }, language);
}
