import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Reminder } from '../message.js';
import { schemeName } from './change-letter.js';
import { colon, type Language } from './language.js';
import type { Letter } from './letter.js';
import { WORDS } from './words.js';
import { writtenDate } from './written-date.js';

/** A deadline comes up, or has passed: the subject says whose, what and how long. */
export function reminderLetter(reminder: Reminder, schemes: Schemes, language: Language): Omit<Letter, 'footer'> {
  const words = WORDS[language];
  const { provider, service, scheme, kind, title, due, daysLeft, url } = reminder;
  const who = `${service === null ? provider : `${provider}, ${service}`} (${schemeName(scheme, schemes, language)})`;
  const what = `${words.kind[kind]} ${words.left(daysLeft)}`;
  const date = writtenDate(due, language);
  return {
    subject: `${who}${colon(language)}${what}, ${date}`,
    heading: `${who}${colon(language)}${what}`,
    paragraphs: title === null ? [] : [kind === 'grant-end' ? `${words.decision} ${title}` : title],
    facts: [{ label: words.due, value: date }],
    action: { label: words.read, url },
  };
}
