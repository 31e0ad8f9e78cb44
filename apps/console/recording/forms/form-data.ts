import type { PartialDate } from '#domain/date/partial-date.js';
import type { FormField, InputKind, EventGroup } from '#domain/event/describe.js';
import { dossierEvents } from '#domain/event/dossier-events.js';
import { providerEvents } from '#domain/event/provider-events.js';
import { type Problem, reason } from '#domain/refusal.js';
import type { Source } from '#domain/source/source.js';
import { fieldLabel as labelOf } from '#language/describe-event.js';
import { writtenDate, capitalized } from '#language/format.js';
import type { Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { partialDateTyped } from '#language/typed-date.js';
import { Rejection } from '../../../api/problem/rejection.js';
import type { Subject } from '../subject.js';

export interface FormContent {
  occurred?: PartialDate;
  source?: Record<string, unknown>;
  data: Record<string, unknown>;
  /** Unreadable or missing fields, named as in the schemas. */
  problems: Problem[];
}

interface Reading {
  language: Language;
  /** Ids of the dossiers and providers that fields refer to, by field name. */
  references: ReadonlyMap<string, string>;
}

export function readEvent(form: URLSearchParams, shape: FormShape, reading: Reading): FormContent {
  const problems: Problem[] = [];
  const data: Record<string, unknown> = {};
  for (const field of shape.fields) {
    const value = readField(form, field, reading, problems);
    if (value !== undefined) data[field.name] = value;
    else if (field.required) problems.push({ field: `data.${field.name}`, ...reason('required') });
  }
  const occurred = readDate(form, 'occurred', reading, problems);
  if (occurred === undefined && shape.occurred === 'required')
    problems.push({ field: 'occurred', ...reason('required') });
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
    case 'subject':
    case 'key':
    case 'openKey':
    case 'decision':
    case 'reservation':
    case 'referential':
    case 'level':
    case 'authority':
      return text === '' ? undefined : text;
  }
}

const given = <T>(list: T[]): T[] | undefined => (list.length === 0 ? undefined : list);

/** An unreadable date is kept as text and reported. */
function readDate(form: URLSearchParams, field: string, { language }: Reading, problems: Problem[]) {
  const text = form.get(field) ?? '';
  if (text === '') return undefined;
  const typed = partialDateTyped(text, language);
  if ('date' in typed) return typed.date;
  problems.push({ field, ...typed.problem });
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
      problems.push({ field: rowField(field, index, column), ...reason('required') });
  return read;
}

/** `51,5 %` is 51.5; anything else stays text. */
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
    if (!(name in source)) problems.push({ field: `source.${name}`, ...reason('required') });
  return source;
}

/** Control fields of a form. */
const MEANS: ReadonlySet<string> = new Set(['csrf', 'step', 'shown', 'same', 'former']);

/** Set once a source was picked: a correction then replaces the source as a whole. */
export const PICKED = 'picked';

/**
 * Normalizes a submitted form: trims values, and closes gaps between rows. A picked source replaces the whole source, so
 * that no field of another one stays; `former` then contains what was entered instead.
 *
 * @param again the source that `same` names, if any
 */
export function typedForm(sent: URLSearchParams, { fields }: FormShape, again: Source | undefined): URLSearchParams {
  const form = new URLSearchParams();
  const rows = fields.filter(({ input }) => isRows(input)).map(({ name }) => `data.${name}.`);
  for (const [name, value] of sent)
    if (!MEANS.has(name) && !rows.some((begin) => name.startsWith(begin)))
      form.set(name, value.replaceAll('\r\n', '\n').trim());
  for (const { name, input } of fields) {
    if (!isRows(input)) continue;
    for (const [index, row] of rowsIn(sent, `data.${name}`, input).entries())
      for (const [column, value] of Object.entries(row)) form.set(rowField(`data.${name}`, index, column), value);
  }
  if (again) pick(form, again);
  return form;
}

function pick(form: URLSearchParams, again: Source): void {
  const entered = SOURCE_FIELDS.map((field) => [field, form.get(`source.${field}`) ?? ''] as const);
  const former = entered.filter(([field, value]) => value !== '' && value !== again[field]);
  if (former.length > 0) form.set('former', former.map(([, value]) => value).join(' · '));
  for (const field of SOURCE_FIELDS) form.set(`source.${field}`, again[field] ?? '');
  form.set(PICKED, 'yes');
}

/** Dates and numbers as they are written in another language; what cannot be read stays as it is. */
export function translate(form: URLSearchParams, { fields }: FormShape, by: { from: Language; to: Language }): void {
  const dates = new Set(['occurred', ...fields.flatMap(({ name, input }) => (input === 'date' ? `data.${name}` : []))]);
  for (const [name, value] of [...form]) {
    if (dates.has(name) || /^data\.\w+\.\d+\.due$/.test(name)) {
      const typed = partialDateTyped(value, by.from);
      if ('date' in typed) form.set(name, writtenDate(typed.date, by.to));
    } else if (/^data\.\w+\.\d+\.share$/.test(name)) {
      const share = shareIn(value);
      form.set(name, shown(share, by.to));
    }
  }
}

interface Content {
  occurred?: string | undefined;
  source?: Source | undefined;
  data: object;
}

/** The form values of an event; the inverse of `readEvent`. */
export function writtenForm({ occurred, source, data }: Content, { fields }: FormShape, language: Language) {
  const form = new URLSearchParams();
  if (occurred !== undefined) form.set('occurred', writtenDate(occurred, language));
  for (const field of fields) writeField(form, field, (data as Partial<Record<string, unknown>>)[field.name], language);
  for (const name of SOURCE_FIELDS) {
    const value = source?.[name];
    if (value !== undefined) form.set(`source.${name}`, value.trim());
  }
  return form;
}

function writeField(form: URLSearchParams, { name, input }: FormField, value: unknown, language: Language): void {
  const field = `data.${name}`;
  if (isRows(input)) {
    for (const [index, row] of (Array.isArray(value) ? value : []).entries())
      for (const column of COLUMNS[input]) {
        const cell = (row as Partial<Record<string, string | number>>)[column];
        if (cell === undefined) continue;
        form.set(
          rowField(field, index, column),
          column === 'due' ? writtenDate(String(cell), language) : shown(cell, language),
        );
      }
  } else if (Array.isArray(value)) form.set(field, value.map(String).join('\n'));
  else if (typeof value === 'string') form.set(field, input === 'date' ? writtenDate(value, language) : value.trim());
}

const shown = (value: string | number, language: Language): string =>
  typeof value === 'number' ? String(value).replace('.', language === 'fr' ? ',' : '.') : value.trim();

export const COLUMNS = {
  reservations: ['text', 'due'],
  holders: ['name', 'share', 'country'],
} as const;

export type RowsKind = keyof typeof COLUMNS;

export const isRows = (input: InputKind): input is RowsKind => input in COLUMNS;

/** Maximum of rows read; the schemas allow one hundred. */
const MOST = 150;

/** Rows that hold anything, in their order. @param name of the field, such as `data.holders` */
export function rowsIn(form: URLSearchParams, name: string, input: RowsKind): Record<string, string>[] {
  const rows = Array.from({ length: MOST }, (_, index) =>
    Object.fromEntries(
      COLUMNS[input].map((column) => [column, (form.get(rowField(name, index, column)) ?? '').trim()]),
    ),
  );
  return rows.filter((row) => Object.values(row).some((value) => value !== ''));
}

export const rowField = (name: string, index: number, column: string): string => `${name}.${index}.${column}`;

export const SOURCE_FIELDS = ['kind', 'publisher', 'url', 'title', 'quote', 'readOn'] as const;

export type SourceField = (typeof SOURCE_FIELDS)[number];

export interface FormShape {
  /** Absent: no type of event. */
  type?: string;
  fields: readonly FormField[];
  occurred: 'required' | 'optional';
  source: 'required' | 'optional';
}

export function fieldLabel({ name, input }: Pick<FormField, 'name' | 'input'>, language: Language): string {
  return input === 'openKey' ? phrases(language).console.eventForm.whichDeadline : labelOf(name, language);
}

/** Labels by field name. @param form its rows have labels of their own */
export function formLabels(form: URLSearchParams, { fields }: FormShape, language: Language): Record<string, string> {
  const { console, events } = phrases(language);
  const labels: Record<string, string> = { occurred: events.occurred };
  for (const name of SOURCE_FIELDS) labels[`source.${name}`] = events.source[name];
  for (const { name, input } of fields) {
    const label = fieldLabel({ name, input }, language);
    labels[`data.${name}`] = label;
    if (isRows(input))
      for (const index of rowsIn(form, `data.${name}`, input).keys())
        for (const column of COLUMNS[input])
          labels[rowField(`data.${name}`, index, column)] =
            `${label} ${index + 1}, ${console.eventForm.columns[column]}`;
  }
  return labels;
}

export interface TypeForm {
  type: string;
  shape: FormShape;
  title: string;
  hint: string;
}

interface Described {
  type: keyof ReturnType<typeof phrases>['events']['types'];
  dating: 'fact' | 'undated' | 'housekeeping';
  group?: EventGroup;
  fields: readonly FormField[];
}

const EVENTS: Record<Subject['kind'], readonly Described[]> = { dossier: dossierEvents, provider: providerEvents };

/** @throws Rejection not-found: the type has no form */
export function typeForm({ kind }: Subject, type: string, language: Language): TypeForm {
  const found = EVENTS[kind].find((one) => one.type === type && one.group !== undefined);
  if (!found) throw new Rejection('not-found', reason('event-type-not-recordable', { type }));
  return formOf(found, language);
}

export function typesOf(kind: Subject['kind'], language: Language): { group: EventGroup; types: TypeForm[] }[] {
  const groups = new Set(EVENTS[kind].flatMap(({ group }) => group ?? []));
  return [...groups].map((group) => ({
    group,
    types: EVENTS[kind].filter((one) => one.group === group).map((one) => formOf(one, language)),
  }));
}

/** For a correction; also for types that cannot be recorded by a form. `undefined` for an amendment. */
export function shapeToCorrect({ kind }: Subject, type: string): FormShape | undefined {
  const found = EVENTS[kind].find((one) => one.type === type);
  return found && shapeOf(found);
}

function formOf(described: Described, language: Language): TypeForm {
  const { name, hint } = phrases(language).events.types[described.type];
  return { type: described.type, shape: shapeOf(described), title: capitalized(name), hint };
}

const shapeOf = ({ type, dating, fields }: Described): FormShape => ({
  type,
  fields,
  occurred: dating === 'fact' ? 'required' : 'optional',
  source: dating === 'housekeeping' ? 'optional' : 'required',
});
