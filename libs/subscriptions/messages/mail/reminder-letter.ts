import { phrases } from '#language/phrases.js';
import type { Day } from '#domain/date/day.js';
import { DEADLINE_KINDS } from '#domain/deadline/deadline.js';
import { latest } from '#domain/date/partial-date.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { capitalized, cutShort, quoted, writtenDate } from '#language/format.js';
import { colon, type Language } from '#language/language.js';
import { toneOfDeadline } from '#language/tones.js';
import type { Digest, Reminder } from '../message.js';
import type { Content, Fact, LetterItem, LetterList, Writing } from './letter.js';
import { schemeName } from '#language/describe-standing.js';
import { deadlineTitle } from '#language/scheme-text.js';

/** Headings of a digest, most urgent first. */
const URGENCIES = ['overdue', 'now', 'week', 'month', 'later'] as const;

/** Reminder of a deadline that is due or overdue. @param answerUrl page for acknowledging and snoozing */
export function reminderLetter(reminder: Reminder, answerUrl: string, { language, schemes, pages }: Writing): Content {
  const words = phrases(language).mail.reminders;
  const phrase = reminderPhrase(reminder, schemes, language);
  const before = reminder.escalation ? `${words.unanswered}${colon(language)}` : '';
  const { acknowledgedOn: on } = reminder;
  const [due, ...lapses] = windowOf(reminder, language);
  return {
    tone: toneOfDeadline(reminder),
    subject: `${before}${phrase}, ${writtenDate(reminder.due, language)}`,
    heading: phrase,
    paragraphs: [
      ...titleBeside(reminder, language),
      ...(reminder.escalation ? [words.escalated] : []),
      ...(reminder.daysLeft < 0 ? [possibleUntil(reminder) === undefined ? words.overdue : words.late] : []),
      words.todo[reminder.kind],
    ],
    main: [{ ...due, value: `${due.value}\n${whenDue(reminder, language)}`, isLarge: true }, ...lapses],
    facts: on === undefined ? [] : [{ label: words.acknowledged, value: writtenDate(on, language) }],
    actions: [
      { label: phrases(language).mail.general.read, url: pages.dossier(reminder.dossier) },
      { label: words.answer, url: answerUrl },
    ],
  };
}

/**
 * Reminder of several deadlines, most urgent first, each with a link to its own answer. The link to all precedes the list, because mail programs truncate long
 * emails.
 */
export function digestLetter({ reminders }: Digest, answerUrl: string, writing: Writing): Content {
  const { language, schemes } = writing;
  const words = phrases(language).mail.reminders;
  const [first] = reminders;
  const escalations = reminders.filter(({ escalation }) => escalation).length;
  const before = escalations > 0 && escalations === reminders.length ? `${words.unanswered}${colon(language)}` : '';
  const among = first ? reminderPhrase(first, schemes, language) : '';
  return {
    ...(first && { tone: toneOfDeadline(first) }),
    subject: `${before}${words.digest.subject(reminders.length, among)}`,
    heading: words.digest.heading(reminders.length),
    paragraphs: [
      ...(escalations > 0 ? [words.digest.escalated] : []),
      ...(first && first.daysLeft < 0 ? [words.digest.overdue] : []),
    ],
    actions: [{ label: words.answerAll, url: answerUrl }],
    lists: URGENCIES.flatMap((urgency): LetterList[] => {
      const of = reminders.filter((reminder) => urgencyOf(reminder) === urgency);
      if (of.length === 0) return [];
      const heading = `${words.digest.urgency[urgency]} (${of.length})`;
      return [{ heading, items: of.map((reminder) => itemOf(reminder, answerUrl, writing)) }];
    }),
  };
}

function urgencyOf({ daysLeft }: Reminder): (typeof URGENCIES)[number] {
  if (daysLeft < 0) return 'overdue';
  if (daysLeft === 0) return 'now';
  if (daysLeft <= 7) return 'week';
  return daysLeft <= 30 ? 'month' : 'later';
}

function itemOf(reminder: Reminder, answerUrl: string, { language, schemes, pages }: Writing): LetterItem {
  const words = phrases(language).mail.reminders;
  const { due, escalation, acknowledgedOn: on } = reminder;
  const until = possibleUntil(reminder);
  const notes = [
    ...titleBeside(reminder, language),
    ...(until === undefined ? [] : [`${words.lapses.toLowerCase()} ${writtenDate(until, language)}`]),
    ...(escalation ? [words.unanswered.toLowerCase()] : []),
    ...(on === undefined ? [] : [`${words.acknowledged.toLowerCase()} ${writtenDate(on, language)}`]),
  ];
  return {
    title: capitalized(`${whatDue(reminder, language)}, ${writtenDate(due, language)}`),
    tone: toneOfDeadline(reminder),
    link: { label: deadlineOf(reminder, schemes, language), url: pages.dossier(reminder.dossier) },
    action: { label: words.answer, url: `${answerUrl}#${reminder.id}` },
    ...(notes.length > 0 && { note: notes.join(' · ') }),
  };
}

function deadlineOf({ provider, service, scheme }: Reminder, schemes: Schemes, language: Language): string {
  const names = service === null ? provider : `${provider}, ${service}`;
  return `${names} (${schemeName(scheme, schemes, language)})`;
}

/** For a month, quarter or year, days until it begins: its exact day is unknown. */
export function whenDue(
  { kind, due, daysLeft }: Pick<Reminder, 'kind' | 'due' | 'daysLeft'>,
  language: Language,
): string {
  const words = phrases(language).mail.reminders;
  const isDay = due === latest(due);
  if (daysLeft === 0) return isDay ? words.today : words.anyDay;
  const count = words.days(Math.abs(daysLeft));
  return daysLeft > 0 ? words.ahead(count, !isDay) : words.past[kind](count);
}

/** Provider, deadline and time left, for a subject line. */
export function reminderPhrase(reminder: Reminder, schemes: Schemes, language: Language): string {
  return `${deadlineOf(reminder, schemes, language)}${colon(language)}${whatDue(reminder, language)}`;
}

/** Deadline and time left. A deadline that an officer set has a title of its own, which no other word replaces. */
function whatDue(reminder: Reminder, language: Language): string {
  const kind = phrases(language).mail.reminders.kind[reminder.kind];
  const named = isOfficers(reminder) ? `${kind} ${quoted(cutShort(reminder.title, LONGEST_TITLE), language)}` : kind;
  return `${named} ${whenDue(reminder, language)}`;
}

/** Of a deadline in a heading or subject line. */
export const LONGEST_TITLE = 80;

export const isOfficers = <T extends Pick<Reminder, 'kind' | 'title'>>(
  reminder: T,
): reminder is T & { title: string } => reminder.kind === 'officer-set' && reminder.title !== null;

/** The title of a deadline, unless `whatDue` gives it whole. */
export const titleBeside = (reminder: Reminder, language: Language): string[] =>
  isOfficers(reminder) && reminder.title.length <= LONGEST_TITLE ? [] : titleOf(reminder, language);

/** What a provider announces, and silence, are nobody's claim of what the authority decides. */
const OF_AUTHORITY: readonly Reminder['kind'][] = DEADLINE_KINDS.filter(
  (kind) => kind !== 'target' && kind !== 'staleness' && kind !== 'officer-set',
);

/** Name of a deadline: the number of a decision, or a title; and that it rests on a claim. */
export function titleOf(deadline: Pick<Reminder, 'kind' | 'title' | 'confirmed'>, language: Language): string[] {
  const { kind, title } = deadline;
  const isDecision = kind === 'grant-end' || kind === 'renewal-window' || kind === 'dependency-end';
  const { decision } = phrases(language).mail.general;
  return [
    ...(title === null ? [] : [isDecision ? `${decision} ${title}` : deadlineTitle(title, language)]),
    ...(isClaimed(deadline) ? [phrases(language).standing.confirmation(false, 'grant')] : []),
  ];
}

export const isClaimed = ({ kind, confirmed = true }: Pick<Reminder, 'kind' | 'confirmed'>): boolean =>
  !confirmed && OF_AUTHORITY.includes(kind);

export function windowOf(reminder: Reminder, language: Language): [Fact, ...Fact[]] {
  const words = phrases(language).mail.reminders;
  const until = possibleUntil(reminder);
  return [
    { label: words.due, value: writtenDate(reminder.due, language) },
    ...(until === undefined ? [] : [{ label: words.lapses, value: writtenDate(until, language) }]),
  ];
}

/** The last day on which the deadline can be met, if later than the due date. */
const possibleUntil = ({ lapses, due, state }: Reminder): Day | undefined =>
  lapses !== null && lapses > latest(due) && state === 'open' ? lapses : undefined;
