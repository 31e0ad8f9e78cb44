import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Source } from '#domain/source/source.js';
import { capitalized } from './capitalized.js';
import { CHANGE_WORDS } from './change-words.js';
import { sourceInWords } from './event-facts.js';
import { fieldValue, isField } from './field-value.js';
import { FIELD_WORDS, FIELDS } from './field-words.js';
import type { Language } from '#language/language.js';
import type { Fact } from './letter.js';

/** One field that a correction changes. */
export interface AmendedField {
  label: string;
  /** Absent where nobody noted what it was. */
  from?: string;
  to: string;
}

/** Field by field, from what to what; to what only, where nobody noted what it was. */
export const amendmentFacts = (event: LedgerEvent, amends: LedgerEvent | null, language: Language): Fact[] =>
  amendedFields(event, amends, language).map(({ label, from, to }) => ({
    label,
    value: from === undefined || from === to ? to : `${from} → ${to}`,
  }));

export function amendedFields(event: LedgerEvent, amends: LedgerEvent | null, language: Language): AmendedField[] {
  if (event.type !== 'EventCorrected') return [];
  const { occurred, source, data = {} } = event.data.changes;
  const words = CHANGE_WORDS[language];
  const former: Partial<Record<string, unknown>> = amends?.data ?? {};
  const formerDay = amends && 'occurred' in amends ? amends.occurred : undefined;
  const changed = (label: string, from: string, to: string): AmendedField =>
    amends ? { label, from, to } : { label, to };
  const written = (key: string, value: unknown): string => fieldValue(key, value, language);
  const sourced = (one: Source | undefined): string => (one ? sourceInWords(one, language) : written('source', null));
  return [
    ...(occurred === undefined
      ? []
      : [changed(words.occurred, written('occurred', formerDay), written('occurred', occurred))]),
    ...inOrder(Object.entries(data).filter(([key, value]) => !isStill(former[key], value))).map(([key, value]) =>
      changed(
        isField(key) ? FIELD_WORDS[language].field[key] : capitalized(key),
        written(key, former[key]),
        written(key, value),
      ),
    ),
    ...(source === undefined ? [] : [changed(words.amendedSource, sourced(amends?.source), sourced(source))]),
  ];
}

/** Nothing was there, and nothing is put there. */
const isStill = (former: unknown, value: unknown): boolean => former === undefined && value === null;

/** The order in which a field was given is not kept on record. */
const inOrder = <V>(entries: [string, V][]): [string, V][] =>
  entries.toSorted(([a], [b]) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1));

const placeOf = (key: string): number => (isField(key) ? FIELDS.indexOf(key) : FIELDS.length);
