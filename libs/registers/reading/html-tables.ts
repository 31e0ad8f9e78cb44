import { Parser } from 'htmlparser2';
import { TimeSlice } from '#concurrency/time-slice.js';
import { reason } from '#domain/refusal.js';
import type { ReaderProfile } from '#domain/register/register.js';
import { fold } from '#domain/text/text.js';
import { decodeText, piecesOf } from '#spreadsheets/decode-text.js';
import { documentRefused, namesOf, type RawDocument } from './raw-entry.js';
import { isMismatch, mismatchRefused, tableEntries, TableRows, tablesDocument } from './table.js';

/** Deeper pages are built to exhaust whoever reads them. */
const MAX_DEPTH = 1_000;
const MAX_TABLES = 1_000;
/** A cell spans at most as many columns as are read. */
const MAX_SPAN = 200;
/** Of a cell, a caption or a title; more is left out. */
const MAX_TEXT = 20_000;
/** Of the text outside of tables. */
const MAX_AROUND = 1_000_000;
/** Of a cell, and of each that several elements in it have. */
const MOST_ATTRIBUTES = 20;

/** @throws Refusal register-document-invalid */
export async function htmlDocument(bytes: Buffer, profile: ReaderProfile): Promise<RawDocument> {
  const { tables, title, lines } = await tablesIn(decodeText(bytes, declaredEncoding(bytes)));
  const wanted = namesOf(profile.entries).map(fold);
  const chosen = tables.filter(({ heading }) => wanted.length === 0 || wanted.some((words) => heading.includes(words)));
  if (chosen.length === 0) throw documentRefused(reason('register-table-missing', { tables: tables.length, title }));
  const read = chosen.map((table) => tableEntries(table.rows.rows, profile));
  const matching = read.flatMap((table) => (isMismatch(table) ? [] : [table]));
  if (matching.length === 0) throw mismatchRefused(read.filter(isMismatch));
  return tablesDocument(wanted.length === 0 ? matching.slice(0, 1) : matching, lines);
}

const declaredEncoding = (bytes: Buffer): string | undefined =>
  /<meta[^>]{0,200}?charset\s{0,10}=\s{0,10}["']?([\w-]{1,40})/i.exec(bytes.toString('latin1', 0, 4096))?.[1];

interface Table {
  rows: TableRows;
  /** Its caption and the last heading before it, for comparison. */
  heading: string;
}

async function tablesIn(text: string): Promise<Pick<TableCollector, 'tables' | 'title' | 'lines'>> {
  const collector = new TableCollector();
  const parser = new Parser(collector, { decodeEntities: true });
  const slice = new TimeSlice();
  for (const piece of piecesOf(text)) {
    parser.write(piece);
    if (slice.isOver) await slice.yield();
  }
  parser.end();
  return {
    tables: collector.tables,
    lines: collector.lines,
    title: collector.title.replace(/\s+/g, ' ').trim().slice(0, 200),
  };
}

interface Cell {
  text: string;
  /** Of it and of the elements in it. */
  attributes: Record<string, string[]>;
  columns: number;
  rows: number;
}

/** A table that is not closed yet. Those in its cells are tables of their own. */
interface OpenTable extends Table {
  number: number;
  cells: Cell[] | undefined;
  cell: Cell | undefined;
  isCaption: boolean;
  /** Cells above that span the next rows, by column. */
  spanning: Map<number, { cell: Cell; left: number }>;
}

/** Follows a parser and keeps nothing of a page but the texts of its tables. */
class TableCollector {
  readonly tables: Table[] = [];
  title = '';
  /** The text outside of tables. */
  readonly lines: string[] = [];
  #characters = 0;
  #heading = '';
  #open: OpenTable[] = [];
  #inside: string | undefined;
  #depth = 0;

  onopentag(name: string, attributes: Record<string, string>): void {
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
      const { colspan, rowspan } = attributes;
      table.cell = { text: '', attributes: {}, columns: span(colspan), rows: span(rowspan, '0') };
      table.cells.push(table.cell);
    } else if (BREAKS.has(name) && table.cell) table.cell.text += '\n';
    if (table?.cell) keepAttributes(table.cell, attributes);
  }

  ontext(text: string): void {
    const table = this.#open.at(-1);
    if (this.#inside === 'title') this.title += text.slice(0, MAX_TEXT - this.title.length);
    else if (this.#inside !== undefined && IGNORED.has(this.#inside)) return;
    else if (this.#inside !== undefined) this.#heading += text.slice(0, MAX_TEXT - this.#heading.length);
    else if (table?.isCaption) table.heading += text.slice(0, MAX_TEXT - table.heading.length);
    else if (table?.cell) table.cell.text += text.slice(0, MAX_TEXT - table.cell.text.length);
    if (!table && this.#characters < MAX_AROUND && text.trim() !== '') {
      this.#characters += text.length;
      this.lines.push(text.slice(0, MAX_TEXT));
    }
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

/** A page has few that mean anything; cells that a hostile one fills are left at that. */
function keepAttributes({ attributes: kept }: Cell, found: Record<string, string>): void {
  for (const [name, value] of Object.entries(found).slice(0, MOST_ATTRIBUTES)) {
    const values = Object.hasOwn(kept, name) ? kept[name] : undefined;
    if (values) values.length < MOST_ATTRIBUTES && values.push(value.slice(0, MAX_TEXT));
    else if (Object.keys(kept).length < MOST_ATTRIBUTES && name !== '__proto__')
      kept[name] = [value.slice(0, MAX_TEXT)];
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
  const row: Cell[] = [];
  const takeSpanning = (): void => {
    for (let above = spanning.get(row.length); above && row.length < MAX_SPAN; above = spanning.get(row.length)) {
      if (above.left <= 1) spanning.delete(row.length);
      else above.left -= 1;
      row.push(above.cell);
    }
  };
  for (const cell of cells) {
    takeSpanning();
    for (let index = 0; index < cell.columns && row.length < MAX_SPAN; index += 1) {
      if (cell.rows > 1) spanning.set(row.length, { cell, left: cell.rows - 1 });
      row.push(cell);
    }
  }
  takeSpanning();
  // Columns that a shorter row does not reach.
  for (const [column, above] of spanning) if (column >= row.length && (above.left -= 1) < 1) spanning.delete(column);
  table.rows.add(
    table.number,
    row.map(({ text }) => text),
    row.map(({ attributes }) => attributes),
  );
}
