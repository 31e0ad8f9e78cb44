import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Source } from '#domain/source/source.js';
import { CHANGE_WORDS } from './change-words.js';
import { cutShort } from './cut-short.js';
import { eventPhrase } from './event-phrase.js';
import { fieldValue } from './field-value.js';
import { FIELD_WORDS, FIELDS, type Field } from './field-words.js';
import type { Language } from '#language/language.js';
import type { Fact } from './letter.js';
import { quoted, writtenDate } from '#language/format.js';

/** What the phrase for an event says already, or what the letter has a place of its own for. */
const SAID: ReadonlySet<Field> = new Set([
  'name',
  'slug',
  'service',
  'scheme',
  'milestone',
  'target',
  'register',
  'listing',
  'title',
  'reason',
  'note',
  'key',
  'provider',
]);

/** What the phrases for some events say. */
const MAY_BE_SAID: ReadonlySet<Field> = new Set(['decision', 'authority']);

/** The day of an event, and what its data holds beside what its phrase says. */
export function eventFacts(event: LedgerEvent, language: Language): Fact[] {
  const data: Partial<Record<string, unknown>> = event.data;
  const { field } = FIELD_WORDS[language];
  const phrase = eventPhrase(event, language);
  const isSaid = (key: Field): boolean =>
    SAID.has(key) || (MAY_BE_SAID.has(key) && typeof data[key] === 'string' && phrase.includes(data[key]));
  return [
    ...dayOf(event, language),
    ...FIELDS.filter((key) => data[key] !== undefined && !isEmpty(data[key]) && !isSaid(key)).map((key) => ({
      label: field[key],
      value: fieldValue(key, data[key], language),
    })),
  ];
}

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** What the ledger keeps for itself has a day only at times; what somebody reports without one is shown as undated. */
function dayOf(event: LedgerEvent, language: Language): Fact[] {
  const { occurred, undated } = CHANGE_WORDS[language];
  if ('occurred' in event && event.occurred) return [{ label: occurred, value: writtenDate(event.occurred, language) }];
  const isAmendment = event.type === 'EventCorrected' || event.type === 'EventRetracted';
  return event.source && !isAmendment ? [{ label: occurred, value: undated }] : [];
}

/** By whose word, and in which words. The address of the source is in the dossier: a mail leads nowhere that others chose. */
export function sourceFacts(source: Source | undefined, language: Language): Fact[] {
  if (!source) return [];
  const words = CHANGE_WORDS[language];
  return [
    { label: words.source, value: sourceInWords(source, language) },
    ...(source.quote ? [{ label: words.quote, value: quoted(cutShort(source.quote.trim()), language) }] : []),
  ];
}

export function sourceInWords({ publisher, title, kind }: Source, language: Language): string {
  const name = title === undefined ? publisher : `${publisher}, ${title}`;
  return `${name} (${CHANGE_WORDS[language].sourceKind[kind]})`;
}

/** What any event may hold beside its own fields. */
export function remarksOf({ data }: LedgerEvent, language: Language): { title: string[]; facts: Fact[] } {
  const words = CHANGE_WORDS[language];
  return {
    title: 'title' in data && data.title ? [data.title] : [],
    facts: [
      ...('reason' in data && data.reason ? [{ label: words.reason, value: cutShort(data.reason) }] : []),
      ...('note' in data && data.note ? [{ label: words.note, value: cutShort(data.note) }] : []),
    ],
  };
}
