import type { Language } from '#subscriptions/mail/language.js';

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

/** A form that posts home and a little style; no script, no picture, no frame around it. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** What the reader's browser puts first; French when it says nothing of the two. */
export function languageIn(acceptLanguage: string | undefined): Language {
  const first = /\b(fr|en)\b/i.exec(acceptLanguage ?? '')?.[1]?.toLowerCase();
  return first === 'en' ? 'en' : 'fr';
}

/** Holds nothing of what was asked, so there is nothing to escape. */
export function pageHtml(name: PageName, language: Language): string {
  const { title, text, button } = pages[language][name];
  const form = button === undefined ? '' : `<form method="post"><button>${button}</button></form>`;
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>${title} · Jalon</title>
<style>body{font:1rem/1.5 sans-serif;max-width:30rem;margin:4rem auto;padding:0 1rem}button{font:inherit;padding:.5rem 1rem}</style>
<h1>${title}</h1>
<p>${text}</p>
${form}
</html>
`;
}
