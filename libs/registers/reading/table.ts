import { reason, Refusal } from '#domain/refusal.js';
import type { ReaderProfile } from '#domain/register/register.js';
import { fold } from '#domain/text/text.js';
import { readCsv, type Separator, SEPARATORS } from '#spreadsheets/csv-records.js';
import { decodeText } from '#spreadsheets/decode-text.js';
import { sheetRows, sheetsOf, UnreadableWorkbook } from '#spreadsheets/workbook.js';
import {
  MAX_DOCUMENT_BYTES,
  tooLarge,
  type RawEntry,
  documentRefused,
  namesOf,
  AROUND,
  type RawDocument,
  MAX_ENTRIES,
  requiredFields,
  tooManyEntries,
} from './raw-entry.js';

/** Characters in which the header is looked for. */
const SAMPLE = 64 * 1024;

/** @throws Refusal register-document-invalid */
export async function csvDocument(bytes: Buffer, profile: ReaderProfile): Promise<RawDocument> {
  const text = decodeText(bytes).replace(/\r\n?/g, '\n');
  const candidates = [];
  for (const separator of SEPARATORS) {
    // The sample may end within a row, which is no error of the document.
    const { rows } = await rowsOf(text.slice(0, SAMPLE), separator);
    candidates.push({ separator, read: tableEntries(rows, profile) });
  }
  const fitting = candidates.find(({ read }) => !isMismatch(read));
  if (!fitting) throw mismatchRefused(candidates.map(({ read }) => read).filter(isMismatch));
  const { rows, malformed } = await rowsOf(text, fitting.separator);
  if (malformed[0])
    throw new Refusal(
      'register-document-invalid',
      reason('line-invalid', { line: malformed[0].line }),
      malformed.map(({ line, why }) => ({ row: line, field: 'document', ...why })),
    );
  const read = tableEntries(rows, profile);
  if (isMismatch(read)) throw mismatchRefused([read]);
  return tablesDocument([read]);
}

async function rowsOf(
  text: string,
  separator: Separator,
): Promise<{ rows: Row[]; malformed: Awaited<ReturnType<typeof readCsv>> }> {
  const table = new TableRows();
  const malformed = await readCsv(text, separator, ({ line, cells }) => {
    table.add(line, cells);
  });
  return { rows: table.rows, malformed };
}

const MAX_SHEETS = 50;

/** @throws Refusal register-document-invalid */
export async function xlsxDocument(bytes: Buffer, profile: ReaderProfile): Promise<RawDocument> {
  try {
    return tablesDocument(await tablesOf(bytes, profile));
  } catch (error) {
    throw error instanceof UnreadableWorkbook ? documentRefused(error.why) : error;
  }
}

async function tablesOf(bytes: Buffer, profile: ReaderProfile): Promise<ReadTable[]> {
  const tables: ReadTable[] = [];
  const mismatches: Mismatch[] = [];
  for (const name of await chosenSheets(bytes, namesOf(profile.entries))) {
    const table = new TableRows();
    for await (const { number, cells } of sheetRows(bytes, name)) table.add(number, cells);
    const read = tableEntries(table.rows, profile);
    if (isMismatch(read)) mismatches.push(read);
    else if (profile.entries === undefined) return [read];
    else tables.push(read);
  }
  // A named sheet without the columns is an error even if another has them: its entries would be gone.
  if (mismatches.length > 0) throw mismatchRefused(mismatches);
  return tables;
}

/** The names of the sheets to read; all visible ones if the profile names none. */
async function chosenSheets(bytes: Buffer, wanted: readonly string[]): Promise<string[]> {
  const sheets = await sheetsOf(bytes);
  const names = sheets.filter(({ hidden }) => wanted.length > 0 || !hidden).map(({ name }) => name);
  const folded = wanted.map(fold);
  const chosen = wanted.length === 0 ? names : names.filter((name) => folded.includes(fold(name.slice(0, 100))));
  if (chosen.length > 0) return chosen.slice(0, MAX_SHEETS);
  throw documentRefused(reason('register-sheet-missing', { wanted, found: names.slice(0, MAX_SHEETS) }));
}

export interface Row {
  /** In the file, from 1. */
  number: number;
  cells: readonly string[];
  /** Of what is in each cell, such as `href`. */
  attributes?: readonly Attributes[] | undefined;
}

export type Attributes = Readonly<Record<string, readonly string[]>>;

/** More columns are left out: spreadsheets have thousands of empty ones. */
const MAX_COLUMNS = 200;
/** Bounds the memory of a table. */
const MAX_CELLS = 5_000_000;
/** Cells that span others, and workbooks that list a text once, repeat it. */
const MAX_CHARACTERS = 2 * MAX_DOCUMENT_BYTES;
/** Titles and notes may stand above the header. */
const ROWS_BEFORE_HEADER = 50;
/** Columns that a problem lists. */
const LISTED = 20;

/** The rows of a table that are not blank; refuses more than is ever read. */
export class TableRows {
  readonly rows: Row[] = [];
  #cells = 0;
  #characters = 0;

  add(number: number, cells: readonly string[], attributes?: readonly Attributes[]): void {
    this.#cells += cells.length;
    if (this.#cells > MAX_CELLS) throw documentRefused(reason('register-too-many-values', { maximum: MAX_CELLS }));
    const kept = cells.slice(0, MAX_COLUMNS);
    for (const cell of kept) this.#characters += cell.length;
    if (this.#characters > MAX_CHARACTERS) throw tooLarge();
    if (kept.every((cell) => cell.trim() === '') && !attributes?.some((one) => Object.keys(one).length > 0)) return;
    if (this.rows.length > MAX_ENTRIES + ROWS_BEFORE_HEADER) throw tooManyEntries();
    this.rows.push({ number, cells: kept, attributes });
  }
}

/** A table without the columns of the profile. */
export interface Mismatch {
  missing: readonly string[];
  found: readonly string[];
}

export const isMismatch = (read: ReadTable | Mismatch): read is Mismatch => 'missing' in read;

export interface ReadTable {
  entries: RawEntry[];
  head: readonly string[];
  above: readonly string[];
}

/** The entries below the first row that has the columns of the profile. Names of columns are compared without case, accents and punctuation. */
export function tableEntries(rows: readonly Row[], profile: ReaderProfile): ReadTable | Mismatch {
  const candidates = rows.slice(0, ROWS_BEFORE_HEADER).map(({ cells }, index) => {
    return { index, cells, missing: missingColumns(cells, profile) };
  });
  const header = candidates.find(({ missing }) => missing.length === 0);
  if (header) {
    const { index, cells } = header;
    const above = rows.slice(0, index).map((row) => row.cells.join(' '));
    return { entries: entriesBelow(rows.slice(index + 1), cells), head: cells.map((cell) => cell.trim()), above };
  }
  const [nearest] = candidates.sort((a, b) => a.missing.length - b.missing.length);
  const found = nearest?.cells.map((cell) => cell.trim().slice(0, 100)).filter((cell) => cell !== '') ?? [];
  return { missing: nearest?.missing ?? missingColumns([], profile), found: found.slice(0, LISTED) };
}

/** The columns of the profile that are not in a row. */
export function missingColumns(cells: readonly string[], profile: ReaderProfile): string[] {
  const columns = columnsOf(cells);
  return requiredFields(profile)
    .filter((places) => !places.some((place) => placeIn(columns, place)))
    .map((places) => places.join(' / '));
}

/** What is read of the tables of a document. @param around its text outside of them */
export const tablesDocument = (tables: readonly ReadTable[], around: readonly string[] = []): RawDocument => ({
  entries: tables.flatMap(({ entries }) => entries),
  heads: tables.map(({ head }) => head),
  textsAt: (place) => (place === AROUND ? [...around, ...tables.flatMap(({ above }) => above)] : []),
});

/** The mismatch of the table that is nearest to the profile. */
export const mismatchRefused = (mismatches: readonly Mismatch[]): Error => {
  const [{ missing, found } = { missing: [], found: [] }] = mismatches.toSorted(
    (a, b) => a.missing.length - b.missing.length,
  );
  return documentRefused(reason('register-fields-missing', { missing, found }));
};

function entriesBelow(rows: readonly Row[], header: readonly string[]): RawEntry[] {
  const repeated = header.join('\n');
  const columns = columnsOf(header);
  const known = new Map<string, TablePlace | undefined>();
  const placeOf = (place: string): TablePlace | undefined => {
    const found = known.has(place) ? known.get(place) : placeIn(columns, place);
    known.set(place, found);
    return found;
  };
  return rows
    .filter(({ cells }) => cells.join('\n') !== repeated)
    .map(({ number, cells, attributes }) => ({
      number,
      textsAt: (place) => {
        const { columns: found = [], attribute } = placeOf(place) ?? {};
        if (attribute === undefined) return found.map((column) => cells[column] ?? '');
        return found.flatMap((column) => attributes?.[column]?.[attribute] ?? []);
      },
    }));
}

interface TablePlace {
  columns: readonly number[];
  attribute?: string;
}

const ATTRIBUTE = /^([^@]+)@([a-z][\w-]*)$/i;

export const columnOf = (place: string): string => ATTRIBUTE.exec(place)?.[1] ?? place;

/** A column of that name, or an attribute within its cells. */
function placeIn(columns: ReadonlyMap<string, readonly number[]>, place: string): TablePlace | undefined {
  const whole = columns.get(columnName(place));
  if (whole) return { columns: whole };
  const [, name = '', attribute] = ATTRIBUTE.exec(place) ?? [];
  const column = attribute === undefined ? undefined : columns.get(columnName(name));
  return column && attribute !== undefined ? { columns: column, attribute: attribute.toLowerCase() } : undefined;
}

function columnsOf(cells: readonly string[]): Map<string, number[]> {
  const columns = new Map<string, number[]>();
  for (const [index, cell] of cells.entries()) {
    const name = columnName(cell.slice(0, 500));
    columns.set(name, [...(columns.get(name) ?? []), index]);
  }
  return columns;
}

export const columnName = (name: string): string => fold(name) || name.trim();
