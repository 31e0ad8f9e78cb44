import { delayOf } from '#domain/reminder/schedule.js';
import type { ReminderWishes } from '#domain/reminder/wishes.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Filter } from '#subscriptions/filter.js';
import { capitalized } from '#notifications/mail/capitalized.js';
import type { Language } from '#language/language.js';
import { REMINDER_WORDS } from '#notifications/mail/reminder-words.js';
import { schemeName } from '#notifications/mail/scheme-name.js';
import { statusWord } from '#notifications/mail/standing-phrase.js';
import type { SubscriptionView } from '#subscriptions/subscription-view.js';
import { EVENT_TYPE_WORDS } from '../frame/event-type-words.js';
import { LADDER_WORDS } from './ladder-words.js';
import { WISH_WORDS } from './wish-words.js';

/** By ids and slugs. */
export interface Names {
  providers: ReadonlyMap<string, string>;
  dossiers: ReadonlyMap<string, string>;
  schemes: Schemes;
}

type Told = [label: string, value: string];

/** What a subscription follows, a line for each list of its filter; what it does not narrow down is not told. */
export function filterInWords(filter: Filter, names: Names, language: Language): Told[] {
  const words = WISH_WORDS[language];
  const follows = filter.changes ? (filter.deadlines ? 'both' : 'changes') : 'deadlines';
  return [
    [words.follows, capitalized(words.followsChoice[follows])],
    ...told(words.schemes, filter.schemes, (slug) => schemeName(slug, names.schemes, language)),
    ...told(words.providers, filter.providers, (id) => names.providers.get(id) ?? id),
    ...told(words.dossiers, filter.dossiers, (id) => names.dossiers.get(id) ?? id),
    ...told(words.becomes, filter.becomes, (status) => statusWord(status, undefined, language)),
    ...told(words.eventTypes, filter.eventTypes, (type) => EVENT_TYPE_WORDS[language][type]),
    ...told(words.deadlineKinds, filter.deadlineKinds, (kind) => REMINDER_WORDS[language].kind[kind]),
    ...flag(words.statusChange, filter.statusChange, language),
    ...flag(words.confirmedOnly, filter.confirmedOnly, language),
  ];
}

const told = <T>(label: string, values: readonly T[] | undefined, word: (value: T) => string): Told[] =>
  values ? [[label, values.map(word).join(', ')]] : [];

const YES = { fr: 'oui', en: 'yes' };

const flag = (label: string, value: boolean | undefined, language: Language): Told[] =>
  value ? [[label, YES[language]]] : [];

/** When and how it is told. */
export function mannerInWords(
  { channel, mode, language: its, endpoint }: SubscriptionView,
  language: Language,
): Told[] {
  const words = WISH_WORDS[language];
  if (!endpoint)
    return [
      [words.language, words.languageNames[its]],
      ...(channel === 'email' ? [[words.mode, words.modes[mode]] satisfies Told] : []),
    ];
  return [
    [words.format, words.formats[endpoint.format]],
    [words.signature, words.signatures[endpoint.signature]],
    ...flag(words.ordered, endpoint.ordered, language),
    ...(endpoint.ratePerMinute === null ? [] : [[words.rate, String(endpoint.ratePerMinute)] satisfies Told]),
  ];
}

export function remindersInWords(wishes: ReminderWishes, zone: string, language: Language): Told[] {
  const words = WISH_WORDS[language];
  const { ladder, timeZone, holidays, role } = wishes;
  const { asSchemes, before, overdue } = LADDER_WORDS[language];
  const days = ladder
    ? [...some(ladder.before, before), ...some(ladder.overdue, overdue)].join(language === 'fr' ? '\u202f; ' : '; ')
    : asSchemes;
  return [
    [words.reminders, days],
    [words.timeZone, timeZone ?? zone],
    [words.holidays, words.holidaysChoice[holidays]],
    [words.role, words.roles[role]],
    ...(role === 'escalation' ? [[words.escalateAfterDays, String(delayOf(wishes))] satisfies Told] : []),
  ];
}

const some = (days: readonly number[], say: (list: string) => string): string[] =>
  days.length === 0 ? [] : [say(days.join(', '))];
