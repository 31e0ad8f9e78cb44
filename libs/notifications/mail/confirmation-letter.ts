import type { Language } from '#language/language.js';
import type { Letter } from './letter.js';
import { WORDS } from './words.js';
import { writtenInstant } from '#language/format.js';

/** Asks whoever reads the address whether they want to be told. The link leads to a page; only its button confirms. */
export function confirmationLetter(link: { url: string; until: Date; zone: string }, language: Language): Letter {
  const { confirm } = WORDS[language];
  const until = writtenInstant(link.until, link.zone, language);
  return {
    subject: confirm.subject,
    heading: confirm.heading,
    paragraphs: [`${confirm.text} ${until}.`, confirm.ignore],
    facts: [],
    actions: [{ label: confirm.action, url: link.url }],
    footer: { text: confirm.footer },
  };
}
