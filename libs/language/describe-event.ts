import { isPartialDate } from '#domain/date/partial-date.js';
import { correctedSource } from '#domain/event/corrections.js';
import { type FieldName, type LedgerEvent, summaryFields } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { confirms, type Source } from '#domain/source/source.js';
import { milestoneName, wholeMilestone } from './describe-standing.js';
import { capitalized, cutShort, percent, quoted, writtenDate } from './format.js';
import { colon, type Language } from './language.js';
import { phrases } from './phrases.js';
import { schemeText } from './scheme-text.js';

/** A label and its value, as in a mail or a table. */
interface Fact {
  label: string;
  value: string;
}

/**
 * An event in a few words that fit in a subject line.
 *
 * @param scheme names the milestones
 */
export function summaryOf({ type, data }: LedgerEvent, language: Language, scheme?: Scheme): string {
  const phrase: { name: string; summary?: unknown } = phrases(language).events.types[type];
  const { name, summary = name } = phrase;
  if (typeof summary === 'string') return summary;
  const milestone = (code: string): string => milestoneName(code, scheme, language);
  return (summary as (data: LedgerEvent['data'], milestone: (code: string) => string) => string)(data, milestone);
}

/** The summary of an event, and its title where it has one. */
export function summaryWithTitle(event: LedgerEvent, language: Language, scheme?: Scheme): string {
  const summary = summaryOf(event, language, scheme);
  return 'title' in event.data && event.data.title ? summary + colon(language) + event.data.title : summary;
}

/** Fields of any event that are shown elsewhere: its remarks, and what it amends. */
const ELSEWHERE: ReadonlySet<FieldName> = new Set(['title', 'reason', 'note', 'event', 'changes']);

/**
 * The date of an event, and the fields of its data that its summary does not give.
 *
 * @param scheme names the milestones
 */
export function eventFacts(event: LedgerEvent, language: Language, scheme?: Scheme): Fact[] {
  const data: Partial<Record<string, unknown>> = event.data;
  const given = summaryFields(event.type);
  return [
    ...dateOf(event, language),
    ...fieldNames(language)
      .filter((key) => data[key] !== undefined && !isEmpty(data[key]) && !given.has(key) && !ELSEWHERE.has(key))
      .map((key) => ({ label: fieldLabel(key, language), value: fieldValue(key, data[key], language, scheme) })),
  ];
}

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** Bookkeeping events need no date; an event from a source without one is shown as undated. */
function dateOf(event: LedgerEvent, language: Language): Fact[] {
  const { occurred: label, undated } = phrases(language).events;
  if ('occurred' in event && event.occurred) return [{ label, value: writtenDate(event.occurred, language) }];
  const isAmendment = event.type === 'EventCorrected' || event.type === 'EventRetracted';
  return event.source && !isAmendment ? [{ label, value: undated }] : [];
}

/** The source of an event and its quote, without its address: mails do not link to other sites. */
export function sourceFacts(source: Source | undefined, language: Language): Fact[] {
  if (!source) return [];
  const { accordingTo, source: labels } = phrases(language).events;
  return [
    { label: accordingTo, value: sourceStanding(source, language) },
    ...(source.quote ? [{ label: labels.quote, value: quoted(cutShort(source.quote.trim()), language) }] : []),
  ];
}

/** A source, and that it is no official one. */
export const sourceStanding = (source: Source, language: Language): string =>
  [sourceInWords(source, language), ...(confirms(source) ? [] : [phrases(language).console.frame.sources.claim])].join(
    ', ',
  );

export function sourceInWords({ publisher, title, kind }: Source, language: Language): string {
  const name = title === undefined || title === publisher ? publisher : `${publisher}, ${title}`;
  return `${name} (${phrases(language).events.sourceKinds[kind]})`;
}

/** The remarks that any event may have. */
export function remarksOf({ data }: LedgerEvent, language: Language): { title: string[]; facts: Fact[] } {
  const { fields } = phrases(language).events;
  return {
    title: 'title' in data && data.title ? [data.title] : [],
    facts: [
      ...('reason' in data && data.reason ? [{ label: fields.reason, value: cutShort(data.reason) }] : []),
      ...('note' in data && data.note ? [{ label: fields.note, value: cutShort(data.note) }] : []),
    ],
  };
}

const fieldNames = (language: Language): FieldName[] => Object.keys(phrases(language).events.fields) as FieldName[];

const isField = (name: string): name is FieldName => name in phrases('en').events.fields;

/** The label of a field, in mails, forms and timelines. */
export const fieldLabel = (name: string, language: Language): string =>
  isField(name) ? phrases(language).events.fields[name] : capitalized(name);

const DATES: ReadonlySet<string> = new Set(['occurred', 'validFrom', 'validUntil', 'target', 'due', 'opens', 'lapses']);

/** The value of a field in words; several values on a line each where they are long. */
export function fieldValue(name: string, value: unknown, language: Language, scheme?: Scheme): string {
  const { nothing, changed } = phrases(language).events;
  if (value === undefined || value === null) return nothing;
  if (Array.isArray(value)) {
    const lines = value.map((one: unknown) => fieldValue(name, one, language, scheme));
    return lines.length === 0 ? nothing : lines.join(lines.some((line) => line.length > 30) ? '\n' : ', ');
  }
  if (typeof value === 'object') return compound(value, language, scheme) ?? changed;
  if (typeof value === 'string') return cutShort(textOf(name, value, language));
  return typeof value === 'number' ? value.toLocaleString(language) : changed;
}

function textOf(name: string, value: string, language: Language): string {
  const { listings, subjectKinds, identifierKinds } = phrases(language).events;
  const words = { listing: listings, aboutKind: subjectKinds, identifierKind: identifierKinds }[name];
  if (words && value in words) return words[value as keyof typeof words];
  if (name === 'level') return schemeText(value, language);
  return DATES.has(name) && isPartialDate(value) ? writtenDate(value, language) : value;
}

/** A reservation with its date, a stage with its date, a holder with its share, or why a reading was accepted. */
function compound(value: object, language: Language, scheme?: Scheme): string | undefined {
  if ('text' in value && typeof value.text === 'string') {
    const due = 'due' in value && typeof value.due === 'string' ? writtenDate(value.due, language) : undefined;
    return cutShort(value.text) + (due === undefined ? '' : ` (${phrases(language).events.dueBy(due)})`);
  }
  if ('milestone' in value && 'occurred' in value)
    return `${wholeMilestone(String(value.milestone), scheme, language)} (${fieldValue('occurred', value.occurred, language)})`;
  if ('reason' in value && typeof value.reason === 'string') return cutShort(value.reason);
  if (!('name' in value) || typeof value.name !== 'string') return undefined;
  const share = 'share' in value && typeof value.share === 'number' ? [percent(value.share / 100, language)] : [];
  const country = 'country' in value && typeof value.country === 'string' ? [value.country] : [];
  const more = [...share, ...country];
  return cutShort(value.name) + (more.length === 0 ? '' : ` (${more.join(', ')})`);
}

/** One field that a correction changes. */
interface AmendedField {
  label: string;
  /** Absent where the former value is not known. */
  from?: string;
  to: string;
}

/** Each field that a correction changes, as `former → new`. */
export const amendmentFacts = (event: LedgerEvent, amends: LedgerEvent | null, language: Language): Fact[] =>
  amendedFields(event, amends, language).map(({ label, from, to }) => ({
    label,
    value: from === undefined || from === to ? to : `${from} → ${to}`,
  }));

/** @param amends the corrected event as it read before; `null`: not known */
export function amendedFields(event: LedgerEvent, amends: LedgerEvent | null, language: Language): AmendedField[] {
  if (event.type !== 'EventCorrected') return [];
  const { changes } = event.data;
  const { occurred, data = {} } = changes;
  const source = changes.source || changes.sourceFields ? correctedSource(amends?.source, changes) : undefined;
  const labels = phrases(language).events;
  const former: Partial<Record<string, unknown>> = amends?.data ?? {};
  const formerDay = amends && 'occurred' in amends ? amends.occurred : undefined;
  const changed = (label: string, from: string, to: string): AmendedField =>
    amends ? { label, from, to } : { label, to };
  const written = (key: string, value: unknown): string => fieldValue(key, value, language);
  const sourced = (one: Source | undefined): string =>
    one
      ? (one.publisher as string | undefined) === undefined
        ? labels.changed
        : sourceInWords(one, language)
      : written('source', null);
  return [
    ...(occurred === undefined
      ? []
      : [changed(labels.occurred, written('occurred', formerDay), written('occurred', occurred))]),
    ...inOrder(Object.entries(data).filter(([key, value]) => !isStillAbsent(former[key], value))).map(([key, value]) =>
      changed(fieldLabel(key, language), written(key, former[key]), written(key, value)),
    ),
    ...(source === undefined ? [] : [changed(labels.amendedSource, sourced(amends?.source), sourced(source))]),
  ];
}

const isStillAbsent = (former: unknown, value: unknown): boolean => former === undefined && value === null;

/** Fields of a correction in the order of all fields: jsonb does not keep the order in which they were given. */
const inOrder = <V>(entries: [string, V][]): [string, V][] =>
  entries.toSorted(([a], [b]) => orderOf(a) - orderOf(b) || (a < b ? -1 : 1));

const orderOf = (name: string): number => {
  const names = fieldNames('en');
  return isField(name) ? names.indexOf(name) : names.length;
};
