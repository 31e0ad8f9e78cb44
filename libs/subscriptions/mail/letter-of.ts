import { wishesOf } from '#domain/reminder/wishes.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { answerableUntil } from '../answerable.js';
import type { Carried } from '../carried.js';
import type { Links } from '../links.js';
import { changeLetter } from './change-letter.js';
import { confirmationLetter } from './confirmation-letter.js';
import { digestLetter } from './digest-letter.js';
import type { Language } from './language.js';
import type { Letter } from './letter.js';
import { reminderLetter } from './reminder-letter.js';
import { WORDS } from './words.js';

interface Reader {
  id: string;
  language: Language;
  confirm_until: Date;
  /** Its wishes, as stored. */
  reminders: object;
}

export interface Means {
  links: Links;
  /** They go by their names. */
  schemes: Schemes;
  /** Of whoever named no time zone. */
  zone: string;
}

/**
 * The letter that a message becomes for one subscriber. Pure: the same message gives the same letter at every attempt.
 */
export function letterOf({ message, ...delivery }: Carried, reader: Reader, { links, schemes, zone }: Means): Letter {
  const { id, language } = reader;
  const words = WORDS[language];
  const answering = () => ({ answerUrl: links.answer(delivery.message_id, answerableUntil(delivery)), schemes });
  const footer = { text: words.because, link: { label: words.unsubscribe, url: links.unsubscribe(id) } };
  switch (message.type) {
    case 'subscription.verification':
      return confirmationLetter(
        {
          url: links.confirm(id, message.data.round),
          until: reader.confirm_until,
          zone: wishesOf(reader.reminders).timeZone ?? zone,
        },
        language,
      );
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
      return { ...reminderLetter(message.data, answering(), language), footer };
    case 'deadline.digest':
      return { ...digestLetter(message.data, answering(), language), footer };
  }
}
