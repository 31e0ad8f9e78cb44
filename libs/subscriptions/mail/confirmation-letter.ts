import { dayIn } from '#domain/date/day.js';
import type { Language } from './language.js';
import type { Letter } from './letter.js';
import { WORDS } from './words.js';
import { writtenDate } from './written-date.js';

const LOCALE = { fr: 'fr-FR', en: 'en-GB' } as const;
const AT = { fr: 'à', en: 'at' } as const;

/** Asks whoever reads the address whether they want to be told. The link leads to a page; only its button confirms. */
export function confirmationLetter(link: { url: string; until: Date; zone: string }, language: Language): Letter {
  const { confirm } = WORDS[language];
  const time = new Intl.DateTimeFormat(LOCALE[language], { timeStyle: 'short', timeZone: link.zone });
  const until = `${writtenDate(dayIn(link.zone, link.until), language)} ${AT[language]} ${time.format(link.until)}`;
  return {
    subject: confirm.subject,
    heading: confirm.heading,
    paragraphs: [`${confirm.text} ${until} (${link.zone}).`, confirm.ignore],
    facts: [],
    actions: [{ label: confirm.action, url: link.url }],
    footer: { text: confirm.footer },
  };
}
