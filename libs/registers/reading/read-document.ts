import { isUtf8 } from 'node:buffer';
import { Parser } from 'htmlparser2';
import { TimeSlice } from '#concurrency/time-slice.js';
import { reason, Refusal } from '#domain/refusal.js';
import type { Entry, Listing, UnreadableEntry } from '#domain/register/entry.js';
import type { ReaderProfile } from '#domain/register/register.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { fold } from '#domain/text/text.js';
import { DEEPEST } from '#domain/validation.js';
import { decodeText, piecesOf } from '#spreadsheets/decode-text.js';
import { dayIn, EntryReader, type ReadEntry } from './entry-reader.js';
import {
  documentRefused,
  listOf,
  type RawDocument,
  requiredFields,
  type RawEntry,
  documentOf,
  MAX_ENTRIES,
  tooManyEntries,
} from './raw-entry.js';
import { mismatchRefused, tableEntries, TableRows, csvEntries, xlsxEntries } from './table.js';

/** Problems that a refusal lists. */
const LISTED = 20;

/**
 * What a document of a register lists. Entries that cannot be read are named and do not hinder the others. Memory is bounded
 * by that of the largest document, and other requests are served in between, but for the parsing of JSON itself.
 *
 * @throws Refusal register-document-invalid if it is no document of the register
 */
export async function readDocument(bytes: Buffer, reader: ReaderProfile, scheme: Scheme): Promise<Listing> {
  const document = await documentOf(bytes, reader.format);
  return listingOf(await rawDocument(document, reader), reader, scheme);
}

async function rawDocument(document: Buffer, reader: ReaderProfile): Promise<RawDocument> {
  switch (reader.format) {
    case 'json':
      return jsonEntries(document, reader);
    case 'csv':
      return { entries: await csvEntries(document, reader), day: [] };
    case 'xlsx':
      return { entries: await xlsxEntries(document, reader), day: [] };
    case 'html':
      return { entries: await htmlEntries(document, reader), day: [] };
  }
}

async function listingOf(raw: RawDocument, profile: ReaderProfile, scheme: Scheme): Promise<Listing> {
  const { day, problem } = dayIn(raw.day, profile.dates);
  if (problem) throw documentRefused(problem, { field: 'readOn' });
  const next = dayIn(raw.nextUpdate ?? [], profile.dates);
  if (next.problem) throw documentRefused(next.problem, { field: 'nextUpdate' });
  if (raw.entries.length > MAX_ENTRIES) throw tooManyEntries();
  const slice = new TimeSlice();
  const reader = new EntryReader(profile, scheme);
  const read: ReadEntry[] = [];
  const unreadable: UnreadableEntry[] = [];
  let ignored = 0;
  for (const entry of raw.entries) {
    if (slice.isOver) await slice.yield();
    const outcome = reader.read(entry);
    if (outcome === 'ignored') ignored += 1;
    else if ('unreadable' in outcome) unreadable.push(outcome.unreadable);
    else read.push(outcome);
  }
  const { single, repeated } = withoutRepeated(read, unreadable);
  unreadable.push(...repeated);
  if (single.length === 0) throw nothingRead(unreadable);
  return {
    day,
    nextUpdate: next.day,
    entries: withDependents(single),
    ignored,
    unreadable: unreadable.sort((a, b) => a.number - b.number),
    leftOut: single.flatMap(({ leftOut }) => leftOut),
  };
}

/** None of the entries with one key can be trusted, whether or not the others can be read: each names another one of them. */
function withoutRepeated(
  read: readonly ReadEntry[],
  unreadable: readonly UnreadableEntry[],
): { single: ReadEntry[]; repeated: UnreadableEntry[] } {
  const first = new Map<string, number>();
  const other = new Map<number, number>();
  for (const { number, key } of [...read.map(({ number, entry: { key } }) => ({ number, key })), ...unreadable]) {
    const before = key === undefined ? undefined : first.get(key);
    if (before !== undefined) other.set(number, before).set(before, number);
    else if (key !== undefined) first.set(key, number);
  }
  return {
    single: read.filter(({ number }) => !other.has(number)),
    repeated: read.flatMap(({ number, entry: { key, provider } }) => {
      const same = other.get(number);
      const problem = reason('register-key-repeated', { entry: same ?? 0 });
      return same === undefined ? [] : [{ number, key, provider, field: 'entry', problem }];
    }),
  };
}

/** With the entries that are built on another as that one says: each depends on it. */
function withDependents(read: readonly ReadEntry[]): Entry[] {
  const bases = new Map<string, string[]>();
  for (const { entry, dependents } of read)
    for (const key of dependents) {
      const known = bases.get(key);
      if (known) known.push(entry.key);
      else bases.set(key, [entry.key]);
    }
  return read.map(({ entry }) => {
    const more = bases.get(entry.key);
    return more ? { ...entry, dependsOn: [...new Set([...entry.dependsOn, ...more])] } : entry;
  });
}

function nothingRead(unreadable: readonly UnreadableEntry[]): Error {
  if (unreadable.length === 0) return documentRefused(reason('register-document-empty'));
  return new Refusal(
    'register-document-invalid',
    reason('register-nothing-readable', { entries: unreadable.length }),
    unreadable.slice(0, LISTED).map(({ number, field, problem }) => ({ row: number, field, ...problem })),
  );
}

/** Deeper pages are built to exhaust whoever reads them. */
const MAX_DEPTH = 1_000;
const MAX_TABLES = 1_000;
/** A cell spans at most as many columns as are read. */
const MAX_SPAN = 200;
/** Of a cell, a caption or a title; more is left out. */
const MAX_TEXT = 20_000;

/** @throws Refusal register-document-invalid */
async function htmlEntries(bytes: Buffer, profile: ReaderProfile): Promise<RawEntry[]> {
  const { tables, title } = await tablesIn(decodeText(bytes, declaredEncoding(bytes)));
  const wanted = listOf(profile.entries).map(fold);
  const chosen = tables.filter(({ heading }) => wanted.length === 0 || wanted.some((words) => heading.includes(words)));
  if (chosen.length === 0) throw documentRefused(reason('register-table-missing', { tables: tables.length, title }));
  const read = chosen.map((table) => tableEntries(table.rows.rows, profile));
  const matching = read.filter((entries) => Array.isArray(entries));
  if (matching.length === 0) throw mismatchRefused(read.flatMap((table) => (Array.isArray(table) ? [] : [table])));
  return wanted.length === 0 ? (matching[0] ?? []) : matching.flat();
}

const declaredEncoding = (bytes: Buffer): string | undefined =>
  /<meta[^>]{0,200}?charset\s{0,10}=\s{0,10}["']?([\w-]{1,40})/i.exec(bytes.toString('latin1', 0, 4096))?.[1];

interface Table {
  rows: TableRows;
  /** Its caption and the last heading before it, for comparison. */
  heading: string;
}

async function tablesIn(text: string): Promise<{ tables: Table[]; title: string }> {
  const collector = new TableCollector();
  const parser = new Parser(collector, { decodeEntities: true });
  const slice = new TimeSlice();
  for (const piece of piecesOf(text)) {
    parser.write(piece);
    if (slice.isOver) await slice.yield();
  }
  parser.end();
  return { tables: collector.tables, title: collector.title.replace(/\s+/g, ' ').trim().slice(0, 200) };
}

interface Cell {
  text: string;
  columns: number;
  rows: number;
}

/** A table that is not closed yet. Those in its cells are tables of their own. */
interface OpenTable extends Table {
  number: number;
  cells: Cell[] | undefined;
  cell: Cell | undefined;
  isCaption: boolean;
  /** Texts of cells above that span the next rows, by column. */
  spanning: Map<number, { text: string; left: number }>;
}

/** Follows a parser and keeps nothing of a page but the texts of its tables. */
class TableCollector {
  readonly tables: Table[] = [];
  title = '';
  #heading = '';
  #open: OpenTable[] = [];
  #inside: string | undefined;
  #depth = 0;

  onopentag(name: string, { colspan, rowspan }: Record<string, string>): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw documentRefused(reason('register-too-deep', { maximum: MAX_DEPTH }));
    const table = this.#open.at(-1);
    if (IGNORED.has(name)) this.#inside = name;
    else if (name === 'title') [this.title, this.#inside] = ['', name];
    else if (HEADINGS.has(name) && !table) [this.#heading, this.#inside] = ['', name];
    else if (name === 'table') this.#openTable();
    else if (!table) return;
    else if (name === 'caption') table.isCaption = true;
    else if (name === 'tr') nextRow(table);
    else if (name === 'td' || name === 'th') {
      table.cells ??= [];
      table.cell = { text: '', columns: span(colspan), rows: span(rowspan, '0') };
      table.cells.push(table.cell);
    } else if (BREAKS.has(name) && table.cell) table.cell.text += '\n';
  }

  ontext(text: string): void {
    const table = this.#open.at(-1);
    if (this.#inside === 'title') this.title += text.slice(0, MAX_TEXT - this.title.length);
    else if (this.#inside !== undefined && IGNORED.has(this.#inside)) return;
    else if (this.#inside !== undefined) this.#heading += text.slice(0, MAX_TEXT - this.#heading.length);
    else if (table?.isCaption) table.heading += text.slice(0, MAX_TEXT - table.heading.length);
    else if (table?.cell) table.cell.text += text.slice(0, MAX_TEXT - table.cell.text.length);
  }

  onclosetag(name: string): void {
    this.#depth -= 1;
    const table = this.#open.at(-1);
    if (name === this.#inside) this.#inside = undefined;
    else if (name === 'caption' && table) table.isCaption = false;
    else if (!table) return;
    else if (name === 'td' || name === 'th') table.cell = undefined;
    else if (name === 'tr') nextRow(table);
    else if (name === 'table') this.#closeTable(table);
  }

  #openTable(): void {
    if (this.tables.length + this.#open.length >= MAX_TABLES)
      throw documentRefused(reason('register-too-many-tables', { maximum: MAX_TABLES }));
    this.#open.push({
      ...{ rows: new TableRows(), heading: `${this.#heading} `, number: 0 },
      ...{ cells: undefined, cell: undefined, isCaption: false, spanning: new Map() },
    });
  }

  #closeTable(table: OpenTable): void {
    this.#open.pop();
    nextRow(table);
    this.tables.push({ rows: table.rows, heading: fold(table.heading) });
  }
}

const IGNORED = new Set(['script', 'style', 'template', 'noscript']);
const HEADINGS = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const BREAKS = new Set(['br', 'p', 'li', 'div']);

/** @param whole what stands for all rows of the section */
function span(text: string | undefined, whole?: string): number {
  if (whole !== undefined && text?.trim() === whole) return Infinity;
  const count = Number.parseInt(text ?? '1', 10);
  return count >= 1 ? Math.min(count, whole === undefined ? MAX_SPAN : 65_534) : 1;
}

/** Adds the row that is open, with the texts of cells above that span it. */
function nextRow(table: OpenTable): void {
  const { cells, spanning } = table;
  [table.cells, table.cell] = [undefined, undefined];
  if (!cells) return;
  table.number += 1;
  const texts: string[] = [];
  const takeSpanning = (): void => {
    for (let above = spanning.get(texts.length); above && texts.length < MAX_SPAN; above = spanning.get(texts.length)) {
      if (above.left <= 1) spanning.delete(texts.length);
      else above.left -= 1;
      texts.push(above.text);
    }
  };
  for (const { text, columns, rows } of cells) {
    takeSpanning();
    for (let index = 0; index < columns && texts.length < MAX_SPAN; index += 1) {
      if (rows > 1) spanning.set(texts.length, { text, left: rows - 1 });
      texts.push(text);
    }
  }
  takeSpanning();
  // Columns that a shorter row does not reach.
  for (const [column, above] of spanning) if (column >= texts.length && (above.left -= 1) < 1) spanning.delete(column);
  table.rows.add(table.number, texts);
}

/** Bounds the memory of a parsed document: empty lists are small in the file and large in memory. */
const MAX_VALUES = 5_000_000;
const PIECE = 1024 * 1024;
/** Names of fields that a problem lists. */
const MOST_NAMED = 20;

/** @throws Refusal register-document-invalid */
async function jsonEntries(bytes: Buffer, profile: ReaderProfile): Promise<RawDocument> {
  const document = await parsed(bytes);
  const list = listIn(document, listOf(profile.entries));
  const missing = requiredFields(profile).filter(
    (places) => !list.some((entry) => places.some((place) => hasPlace(entry, place))),
  );
  if (list.length > 0 && missing.length > 0)
    throw documentRefused(
      reason('register-fields-missing', {
        missing: missing.map((places) => places.join(' / ')),
        found: keysOf(list[0]),
      }),
    );
  return {
    entries: list.map((entry, index) => rawEntry(entry, index + 1)),
    day: listOf(profile.readOn).flatMap((place) => textsAt(document, place)),
    nextUpdate: listOf(profile.nextUpdate).flatMap((place) => textsAt(document, place)),
  };
}

const rawEntry = (entry: unknown, number: number): RawEntry => ({
  number,
  textsAt: (place) => textsAt(entry, place),
  rowsAt: (place) =>
    valuesAt(entry, place.split('.'))
      .flat()
      .map((row) => rawEntry(row, number)),
});

async function parsed(bytes: Buffer): Promise<unknown> {
  if (!isUtf8(bytes)) throw documentRefused(reason('file-not-utf8'));
  await checkStructure(bytes);
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const position = /at position (\d+)/.exec(String(error))?.[1];
    const line = position === undefined ? undefined : lineOf(text, Number(position));
    throw documentRefused(reason('register-json-malformed', { line }));
  }
}

/** Without a list of the lines, which may be millions. */
function lineOf(text: string, position: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < position; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

const [QUOTE, ESCAPE, COMMA] = [0x22, 0x5c, 0x2c];
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** Before parsing, which takes memory for every bracket and reports a truncated file as any other error. */
async function checkStructure(bytes: Buffer): Promise<void> {
  const slice = new TimeSlice();
  let [depth, values, isText] = [0, 0, false];
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (index % PIECE === 0 && slice.isOver) await slice.yield();
    if (isText) {
      if (byte === ESCAPE) index += 1;
      else if (byte === QUOTE) isText = false;
      continue;
    }
    if (byte === QUOTE) isText = true;
    else if (byte === COMMA) values += 1;
    else if (CLOSING.has(byte)) depth -= 1;
    else if (OPENING.has(byte)) {
      depth += 1;
      values += 1;
      if (depth > DEEPEST) throw documentRefused(reason('register-too-deep', { maximum: DEEPEST }));
    }
    if (values > MAX_VALUES) throw documentRefused(reason('register-too-many-values', { maximum: MAX_VALUES }));
  }
  if (isText || depth > 0) throw documentRefused(reason('register-json-truncated'));
}

/** The document itself, or the first of the paths that leads to a list. */
function listIn(document: unknown, paths: readonly string[]): readonly unknown[] {
  if (Array.isArray(document)) return document;
  const path = paths.find((candidate) => Array.isArray(valueAt(document, candidate)));
  if (path !== undefined) return valueAt(document, path) as unknown[];
  throw documentRefused(reason('register-list-missing', { paths, found: keysOf(document) }));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const keysOf = (value: unknown): string[] =>
  isObject(value)
    ? Object.keys(value)
        .slice(0, MOST_NAMED)
        .map((key) => key.slice(0, 100))
    : [];

const property = (value: unknown, key: string): unknown =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

const valueAt = (value: unknown, path: string): unknown => path.split('.').reduce(property, value);

const hasPlace = (entry: unknown, place: string): boolean => valuesAt(entry, place.split('.')).length > 0;

/** The values at a path; that of a list is that of each of its elements. */
function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((element) => valuesAt(element, path));
  const [key, ...rest] = path;
  if (key === undefined) return [value];
  return isObject(value) && Object.hasOwn(value, key) ? valuesAt(value[key], rest) : [];
}

const textsAt = (value: unknown, place: string): string[] =>
  valuesAt(value, place.split('.')).flatMap((found) =>
    typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean' ? [String(found)] : [],
  );
