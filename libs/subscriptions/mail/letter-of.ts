import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Links } from '../links.js';
import type { Message } from '../message.js';
import { changeLetter } from './change-letter.js';
import { confirmationLetter } from './confirmation-letter.js';
import type { Language } from './language.js';
import type { Letter } from './letter.js';
import { reminderLetter } from './reminder-letter.js';
import { WORDS } from './words.js';

interface Reader {
  id: string;
  language: Language;
  confirm_until: Date;
}

/**
 * The letter that a message becomes for one subscriber. Pure: the same message gives the same letter at every attempt.
 *
 * @param schemes which go by their names
 */
export function letterOf(
  message: Message,
  { id, language, confirm_until: until }: Reader,
  { links, schemes }: { links: Links; schemes: Schemes },
): Letter {
  const words = WORDS[language];
  const footer = { text: words.because, link: { label: words.unsubscribe, url: links.unsubscribe(id) } };
  switch (message.type) {
    case 'subscription.verification':
      return confirmationLetter({ url: links.confirm(id, message.data.round), until }, language);
    case 'subscription.test':
      return {
        subject: words.test.subject,
        heading: words.test.subject,
        paragraphs: [words.test.text],
        facts: [],
        footer,
      };
    case 'event.recorded':
      return { ...changeLetter(message.data, { url: links.change(message.data), schemes }, language), footer };
    case 'deadline.reminder':
      return { ...reminderLetter(message.data, schemes, language), footer };
  }
}
