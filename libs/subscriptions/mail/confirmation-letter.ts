import type { Language } from './language.js';
import type { Letter } from './letter.js';
import { WORDS } from './words.js';

const LOCALE = { fr: 'fr-FR', en: 'en-GB' } as const;

/** Asks whoever reads the address whether they want to be told. The link leads to a page; only its button confirms. */
export function confirmationLetter(link: { url: string; until: Date }, language: Language): Letter {
  const { confirm } = WORDS[language];
  const until = new Intl.DateTimeFormat(LOCALE[language], {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Europe/Paris',
  }).format(link.until);
  return {
    subject: confirm.subject,
    heading: confirm.heading,
    paragraphs: [`${confirm.text} ${until} (Europe/Paris).`, confirm.ignore],
    facts: [],
    action: { label: confirm.action, url: link.url },
    footer: { text: confirm.footer },
  };
}
