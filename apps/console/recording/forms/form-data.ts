import type { PartialDate } from '#domain/date/partial-date.js';
import type { FormField, InputKind, EventGroup } from '#domain/event/describe.js';
import { dossierEvents } from '#domain/event/dossier-events.js';
import { providerEvents } from '#domain/event/provider-events.js';
import { type Problem, reason } from '#domain/refusal.js';
import type { Source } from '#domain/source/source.js';
import { shortSlugOf } from '#domain/text/text.js';
import { writtenDate } from '#language/format.js';
import type { Language } from '#language/language.js';
import type { phrases } from '#language/phrases.js';
import { partialDateTyped } from '#language/typed-date.js';
import { Rejection } from '../../../api/problem/rejection.js';
import type { Subject } from '../subject.js';

/** How each kind of field is asked for and read. */
export const WIDGETS = {
  text: 'line',
  decision: 'line',
  reservation: 'line',
  referential: 'line',
  level: 'line',
  authority: 'line',
  prose: 'prose',
  lines: 'lines',
  date: 'date',
  milestone: 'choice',
  duty: 'choice',
  listing: 'choice',
  subject: 'choice',
  identifier: 'choice',
  openKey: 'choice',
  dossier: 'reference',
  provider: 'reference',
  reservations: 'rows',
  holders: 'rows',
  key: 'key',
} as const satisfies Readonly<Record<InputKind, string>>;

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
    else if (field.required)
      problems.push({ field: field.input === 'key' ? 'data.title' : `data.${field.name}`, ...reason('required') });
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
  switch (WIDGETS[input]) {
    case 'rows':
      return given(
        rowsIn(form, field, input as RowsKind).map((row, index) => readRow(row, field, index, reading, problems)),
      );
    case 'date':
      return readDate(form, field, reading, problems);
    case 'lines': {
      const lines = text.split('\n').map((line) => line.trim());
      return given(lines.filter((line) => line !== '')) ?? (isAlwaysGiven ? [] : undefined);
    }
    case 'reference':
      return text === '' ? undefined : (reading.references.get(field) ?? text);
    case 'key':
      return text || keyFor(form);
    case 'line':
    case 'prose':
    case 'choice':
      return text === '' ? undefined : text;
  }
}

/** Nobody is asked for the key of a deadline: it follows from its title, and the form makes it unlike others. */
function keyFor(form: URLSearchParams): string | undefined {
  const title = form.get('data.title') ?? '';
  return title === ''
    ? undefined
    : `${shortSlugOf(title, 'deadline')}-${(form.get('idempotencyKey') ?? '').slice(0, 4)}`;
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
const MEANS: ReadonlySet<string> = new Set(['csrf', 'step', 'shown', 'same', 'former', 'filled', 'file']);

/** Set once a source was picked: a correction then replaces the source as a whole. */
export const PICKED = 'picked';

/**
 * Normalizes a submitted form: trims values, and closes gaps between rows. A picked source replaces the whole source, so
 * that no field of another one stays; `former` then contains what was entered instead.
 *
 * @param again the source that `same` names, if any
 */
export function typedForm(
  sent: URLSearchParams,
  { fields }: FormShape,
  again: Source | undefined,
  language: Language,
): URLSearchParams {
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
  if (again) pick(form, written(again, language));
  return form;
}

/** A source as a form has it: its date by the language. */
export const written = (source: Source, language: Language): Source =>
  source.readOn === undefined ? source : { ...source, readOn: writtenDate(source.readOn, language) };

function pick(form: URLSearchParams, again: Source): void {
  const entered = SOURCE_FIELDS.map((field) => [field, form.get(`source.${field}`) ?? ''] as const);
  const former = entered.filter(([field, value]) => value !== '' && value !== again[field]);
  if (former.length > 0) form.set('former', former.map(([, value]) => value).join(' · '));
  for (const field of SOURCE_FIELDS) form.set(`source.${field}`, again[field] ?? '');
  form.set(PICKED, 'yes');
}

/** Dates and numbers as they are written in another language; what cannot be read stays as it is. */
export function translate(form: URLSearchParams, { fields }: FormShape, by: { from: Language; to: Language }): void {
  const dates = new Set([
    'occurred',
    'source.readOn',
    ...fields.flatMap(({ name, input }) => (input === 'date' ? `data.${name}` : [])),
  ]);
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

export interface Content {
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
    if (value === undefined) continue;
    form.set(`source.${name}`, name === 'readOn' ? writtenDate(value, language) : value.trim());
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

const isRows = (input: InputKind): input is RowsKind => input in COLUMNS;

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

type EventType = keyof ReturnType<typeof phrases>['events']['types'];

interface Described {
  type: EventType;
  dating: 'fact' | 'undated' | 'housekeeping';
  group?: EventGroup;
  fields: readonly FormField[];
}

const EVENTS: Record<Subject['kind'], readonly Described[]> = { dossier: dossierEvents, provider: providerEvents };

/** What the form of an event asks for. */
export interface FormShape {
  /** Absent: no type of event. */
  type?: EventType;
  fields: readonly FormField[];
  occurred: 'required' | 'optional';
  source: 'required' | 'optional';
}

/** @throws Rejection not-found: the type has no form */
export function shapeToRecord(kind: Subject['kind'], type: string): FormShape & { type: EventType } {
  const found = EVENTS[kind].find((one) => one.type === type && one.group !== undefined);
  if (!found) throw new Rejection('not-found', reason('event-type-not-recordable', { type }));
  return shapeOf(found);
}

/** For a correction; also for types that cannot be recorded by a form. `undefined` for an amendment. */
export function shapeToCorrect(kind: Subject['kind'], type: string): FormShape | undefined {
  const found = EVENTS[kind].find((one) => one.type === type);
  return found && shapeOf(found);
}

const shapeOf = ({ type, dating, fields }: Described) =>
  ({
    ...{ type, fields },
    occurred: dating === 'fact' ? 'required' : 'optional',
    source: dating === 'housekeeping' ? 'optional' : 'required',
  }) as const;

export const typesByGroup = (kind: Subject['kind']): Map<EventGroup, EventType[]> =>
  EVENTS[kind].reduce(
    (groups, { type, group }) => (group ? groups.set(group, [...(groups.get(group) ?? []), type]) : groups),
    new Map<EventGroup, EventType[]>(),
  );
