import { PartialDateSchema } from '#domain/date/partial-date.js';
import type { Language } from '#language/language.js';
import { cutShort } from './cut-short.js';
import { FIELD_WORDS, FIELDS, type Field } from './field-words.js';
import { writtenDate } from '#language/format.js';

const DATES: ReadonlySet<string> = new Set(['occurred', 'validFrom', 'validUntil', 'target', 'due', 'opens', 'lapses']);

export const isField = (key: string): key is Field => (FIELDS as readonly string[]).includes(key);

/** What a field of an event holds, in words; several things one under the other. What has no words is not shown raw. */
export function fieldValue(key: string, value: unknown, language: Language): string {
  const words = FIELD_WORDS[language];
  if (value === undefined || value === null) return words.none;
  if (Array.isArray(value)) {
    const lines = value.map((one: unknown) => fieldValue(key, one, language));
    return lines.length === 0 ? words.none : lines.join(lines.some((line) => line.length > 30) ? '\n' : ', ');
  }
  if (typeof value === 'object') return compound(value, language) ?? words.changed;
  if (typeof value === 'string') return cutShort(textOf(key, value, language));
  return typeof value === 'number' ? value.toLocaleString(language) : words.changed;
}

function textOf(key: string, value: string, language: Language): string {
  const { listing } = FIELD_WORDS[language];
  if (key === 'listing' && value in listing) return listing[value as keyof typeof listing];
  return DATES.has(key) && PartialDateSchema.safeParse(value).success ? writtenDate(value, language) : value;
}

/** A reservation with its day, or a holder with its share. */
function compound(value: object, language: Language): string | undefined {
  if ('text' in value && typeof value.text === 'string') {
    const due = 'due' in value && typeof value.due === 'string' ? writtenDate(value.due, language) : undefined;
    return cutShort(value.text) + (due === undefined ? '' : ` (${FIELD_WORDS[language].by(due)})`);
  }
  if (!('name' in value) || typeof value.name !== 'string') return undefined;
  const share = 'share' in value && typeof value.share === 'number' ? [percent(value.share, language)] : [];
  const country = 'country' in value && typeof value.country === 'string' ? [value.country] : [];
  const more = [...share, ...country];
  return cutShort(value.name) + (more.length === 0 ? '' : ` (${more.join(', ')})`);
}

const percent = (share: number, language: Language): string =>
  (share / 100).toLocaleString(language, { style: 'percent', maximumFractionDigits: 2 });
