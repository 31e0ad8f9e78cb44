import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Reminder } from '../message.js';
import { colon, type Language } from '#language/language.js';
import type { Letter } from './letter.js';
import { possibleUntil, reminderPhrase, titleOf, windowOf } from './reminder-phrase.js';
import { REMINDER_WORDS } from './reminder-words.js';
import { WORDS } from './words.js';
import { writtenDate } from '#language/format.js';

/**
 * A deadline comes up, or has passed: the subject says whose, what and how long.
 *
 * @param answerUrl where it is acknowledged and snoozed
 */
export function reminderLetter(
  reminder: Reminder,
  { answerUrl, schemes }: { answerUrl: string; schemes: Schemes },
  language: Language,
): Omit<Letter, 'footer'> {
  const words = REMINDER_WORDS[language];
  const phrase = reminderPhrase(reminder, schemes, language);
  const before = reminder.escalation ? `${words.unanswered}${colon(language)}` : '';
  return {
    subject: `${before}${phrase}, ${writtenDate(reminder.due, language)}`,
    heading: phrase,
    paragraphs: [
      ...titleOf(reminder, language),
      ...(reminder.escalation ? [words.escalated] : []),
      ...(reminder.daysLeft < 0 ? [possibleUntil(reminder) === undefined ? words.overdue : words.late] : []),
    ],
    facts: windowOf(reminder, language),
    actions: [
      { label: WORDS[language].read, url: reminder.url },
      { label: words.answer, url: answerUrl },
    ],
  };
}
