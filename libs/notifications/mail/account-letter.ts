import { writtenInstant } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import type { AccountLink } from '../message.js';
import type { Letter } from './letter.js';

/** An invitation, or what was asked for with "Forgot password". Its link opens a page on which a password is chosen. */
export function accountLetter(
  { purpose, by }: Pick<AccountLink, 'purpose' | 'by'>,
  link: { url: string; until: Date; zone: string },
  language: Language,
): Letter {
  const words = phrases(language).mail.account;
  const { subject, action } = words[purpose];
  const until = writtenInstant(link.until, link.zone, language);
  return {
    subject,
    heading: subject,
    paragraphs: [
      purpose === 'invitation' ? words.invitation.text(by) : words.password.text,
      words.until(until),
      words[purpose].ignore,
    ],
    facts: [],
    actions: [{ label: action, url: link.url }],
    footer: { text: words.footer },
  };
}
