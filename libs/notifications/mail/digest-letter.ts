import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Digest, Reminder } from '../message.js';
import { capitalized, writtenDate } from '#language/format.js';
import { colon, type Language } from '#language/language.js';
import type { Letter, LetterList } from './letter.js';
import { deadlineOf, possibleUntil, reminderPhrase, titleOf, whenDue } from './reminder-phrase.js';
import { REMINDER_WORDS, URGENCIES } from './reminder-words.js';

/**
 * Several deadlines at once, all of them, in the order of the digest: most urgent first. The link to answer comes before the list: mail programs cut
 * long letters off.
 */
export function digestLetter(
  { reminders }: Digest,
  { answerUrl, schemes }: { answerUrl: string; schemes: Schemes },
  language: Language,
): Omit<Letter, 'footer'> {
  const words = REMINDER_WORDS[language];
  const [first] = reminders;
  const escalations = reminders.filter(({ escalation }) => escalation).length;
  const before = escalations > 0 && escalations === reminders.length ? `${words.unanswered}${colon(language)}` : '';
  const among = first ? reminderPhrase(first, schemes, language) : '';
  return {
    subject: `${before}${words.digest.subject(reminders.length, among)}`,
    heading: words.digest.heading(reminders.length),
    paragraphs: [
      ...(escalations > 0 ? [words.digest.escalated] : []),
      ...(first && first.daysLeft < 0 ? [words.digest.overdue] : []),
    ],
    facts: [],
    actions: [{ label: words.answerAll, url: answerUrl }],
    lists: URGENCIES.flatMap((urgency): LetterList[] => {
      const of = reminders.filter((reminder) => urgencyOf(reminder) === urgency);
      if (of.length === 0) return [];
      const heading = `${words.digest.urgency[urgency]} (${of.length})`;
      return [{ heading, items: of.map((reminder) => itemOf(reminder, schemes, language)) }];
    }),
  };
}

function urgencyOf({ daysLeft }: Reminder): (typeof URGENCIES)[number] {
  if (daysLeft < 0) return 'overdue';
  if (daysLeft === 0) return 'now';
  if (daysLeft <= 7) return 'week';
  return daysLeft <= 30 ? 'month' : 'later';
}

function itemOf(reminder: Reminder, schemes: Schemes, language: Language): LetterList['items'][number] {
  const words = REMINDER_WORDS[language];
  const { kind, due, url, escalation } = reminder;
  const until = possibleUntil(reminder);
  const notes = [
    ...titleOf(reminder, language),
    ...(until === undefined ? [] : [`${words.lapses.toLowerCase()} ${writtenDate(until, language)}`]),
    ...(escalation ? [words.unanswered.toLowerCase()] : []),
  ];
  return {
    title: capitalized(`${words.kind[kind]} ${whenDue(reminder, language)}, ${writtenDate(due, language)}`),
    link: { label: deadlineOf(reminder, schemes, language), url },
    note: notes.join(' · '),
  };
}
