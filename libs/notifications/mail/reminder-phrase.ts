import type { Day } from '#domain/date/day.js';
import { latest } from '#domain/date/partial-date.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Reminder } from '../message.js';
import { colon, type Language } from '#language/language.js';
import type { Letter } from './letter.js';
import { REMINDER_WORDS } from './reminder-words.js';
import { schemeName } from '#language/describe-standing.js';
import { WORDS } from './words.js';
import { writtenDate } from '#language/format.js';

/** Provider, service and scheme, as whoever follows them calls them. */
export function deadlineOf({ provider, service, scheme }: Reminder, schemes: Schemes, language: Language): string {
  const names = service === null ? provider : `${provider}, ${service}`;
  return `${names} (${schemeName(scheme, schemes, language)})`;
}

/** A month or year that has not come yet begins in so many days: nobody knows on which of its days it is due. */
export function whenDue(
  { kind, due, daysLeft }: Pick<Reminder, 'kind' | 'due' | 'daysLeft'>,
  language: Language,
): string {
  const words = REMINDER_WORDS[language];
  const isDay = due === latest(due);
  if (daysLeft === 0) return isDay ? words.today : words.anyDay;
  const count = words.days(Math.abs(daysLeft));
  return daysLeft > 0 ? words.ahead(count, !isDay) : words.past[kind](count);
}

/** Whose deadline, which and how long, fit for a subject line. */
export function reminderPhrase(reminder: Reminder, schemes: Schemes, language: Language): string {
  const what = `${REMINDER_WORDS[language].kind[reminder.kind]} ${whenDue(reminder, language)}`;
  return `${deadlineOf(reminder, schemes, language)}${colon(language)}${what}`;
}

/** What an officer calls it: a decision has a number, the rest a name. */
export function titleOf({ kind, title }: Pick<Reminder, 'kind' | 'title'>, language: Language): string[] {
  if (title === null) return [];
  const isDecision = kind === 'grant-end' || kind === 'renewal-window' || kind === 'dependency-end';
  return [isDecision ? `${WORDS[language].decision} ${title}` : title];
}

/** When it is due, and until when acting helps where that is longer. */
export function windowOf(reminder: Reminder, language: Language): Letter['facts'] {
  const words = REMINDER_WORDS[language];
  const until = possibleUntil(reminder);
  return [
    { label: words.due, value: writtenDate(reminder.due, language) },
    ...(until === undefined ? [] : [{ label: words.lapses, value: writtenDate(until, language) }]),
  ];
}

/** The last day on which acting still helps, if that is a later one than the day it is due. */
export const possibleUntil = ({ lapses, due, state }: Reminder): Day | undefined =>
  lapses !== null && lapses > latest(due) && state === 'open' ? lapses : undefined;
