import type { PartialDate } from '#domain/date/partial-date.js';
import type { Problem } from '#domain/refusal.js';
import type { Language } from '#language/language.js';
import type { FormField, FormShape } from './form-field.js';
import { partialDateTyped } from './partial-date-typed.js';
import { isRows, rowField, rowsIn } from './rows-in.js';
import { SOURCE_FIELDS } from './source-field.js';

/** What a form says, not yet held to a schema. */
export interface ReadEvent {
  occurred?: PartialDate;
  source?: Record<string, unknown>;
  data: Record<string, unknown>;
  /** What could not be read or is missing; named as the schemas name fields. */
  problems: Problem[];
}

interface Reading {
  language: Language;
  /** What the texts in fields that name a dossier or provider were found to mean, by the field's name. */
  references: ReadonlyMap<string, string>;
}

/** @param form tidied by `typedForm` */
export function readEvent(form: URLSearchParams, shape: FormShape, reading: Reading): ReadEvent {
  const problems: Problem[] = [];
  const data: Record<string, unknown> = {};
  for (const field of shape.fields) {
    const value = readField(form, field, reading, problems);
    if (value !== undefined) data[field.name] = value;
    else if (field.required) problems.push({ field: `data.${field.name}`, reason: 'is required' });
  }
  const occurred = readDate(form, 'occurred', reading, problems);
  if (occurred === undefined && shape.occurred === 'required')
    problems.push({ field: 'occurred', reason: 'is required' });
  const source = readSource(form, shape, reading, problems);
  return { ...(occurred !== undefined && { occurred }), ...(source && { source }), data, problems };
}

function readField(
  form: URLSearchParams,
  { name, input, isAlwaysGiven }: FormField,
  reading: Reading,
  problems: Problem[],
) {
  const field = `data.${name}`;
  const text = form.get(field) ?? '';
  if (isRows(input))
    return given(rowsIn(form, field, input).map((row, index) => readRow(row, field, index, reading, problems)));
  switch (input) {
    case 'date':
      return readDate(form, field, reading, problems);
    case 'lines': {
      const lines = text.split('\n').map((line) => line.trim());
      return given(lines.filter((line) => line !== '')) ?? (isAlwaysGiven ? [] : undefined);
    }
    case 'dossier':
    case 'provider':
      return text === '' ? undefined : (reading.references.get(field) ?? text);
    case 'text':
    case 'prose':
    case 'milestone':
    case 'duty':
    case 'listing':
    case 'key':
    case 'openKey':
    case 'decision':
    case 'referential':
    case 'level':
    case 'authority':
      return text === '' ? undefined : text;
  }
}

const given = <T>(list: T[]): T[] | undefined => (list.length === 0 ? undefined : list);

/** A text stays what it is where it cannot be read, so that what is wrong with it can be said. */
function readDate(form: URLSearchParams, field: string, { language }: Reading, problems: Problem[]) {
  const text = form.get(field) ?? '';
  if (text === '') return undefined;
  const typed = partialDateTyped(text, language);
  if ('date' in typed) return typed.date;
  problems.push({ field, reason: typed.problem });
  return text;
}

function readRow(row: Record<string, string>, field: string, index: number, reading: Reading, problems: Problem[]) {
  const read: Record<string, unknown> = {};
  for (const [column, text] of Object.entries(row)) {
    if (text === '') continue;
    const at = rowField(field, index, column);
    if (column === 'due') read[column] = readDate(new URLSearchParams({ [at]: text }), at, reading, problems);
    else if (column === 'share') read[column] = shareIn(text);
    else read[column] = column === 'country' ? text.toUpperCase() : text;
  }
  for (const [column, blank] of Object.entries(row))
    if (blank === '' && (column === 'text' || column === 'name'))
      problems.push({ field: rowField(field, index, column), reason: 'is required' });
  return read;
}

/** `51,5 %` is 51.5; what is no number stays text. */
function shareIn(text: string): number | string {
  const figures = text.replace(/[\s%]/g, '').replace(',', '.');
  return /^\d{1,9}(\.\d{1,9})?$/.test(figures) ? Number(figures) : text;
}

function readSource(form: URLSearchParams, { source: need }: FormShape, reading: Reading, problems: Problem[]) {
  const source: Record<string, unknown> = {};
  for (const name of SOURCE_FIELDS) {
    const text = form.get(`source.${name}`) ?? '';
    if (text === '') continue;
    source[name] = name === 'readOn' ? readDate(form, 'source.readOn', reading, problems) : text;
  }
  if (need === 'optional' && Object.keys(source).length === 0) return undefined;
  for (const name of ['kind', 'publisher'])
    if (!(name in source)) problems.push({ field: `source.${name}`, reason: 'is required' });
  return source;
}
