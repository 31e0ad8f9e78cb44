import { reason } from '#domain/refusal.js';
import type { ReaderProfile } from '#domain/register/register.js';
import { fold } from '#domain/text/text.js';
import { MAX_DOCUMENT_BYTES, tooLarge } from './document-format.js';
import { documentRefused, MAX_ENTRIES, type RawEntry, requiredFields, tooManyEntries } from './raw-entry.js';

export interface Row {
  /** In the file, from 1. */
  number: number;
  cells: readonly string[];
}

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

  add(number: number, cells: readonly string[]): void {
    this.#cells += cells.length;
    if (this.#cells > MAX_CELLS) throw documentRefused(reason('register-too-many-values', { maximum: MAX_CELLS }));
    const kept = cells.slice(0, MAX_COLUMNS);
    for (const cell of kept) this.#characters += cell.length;
    if (this.#characters > MAX_CHARACTERS) throw tooLarge();
    if (kept.every((cell) => cell.trim() === '')) return;
    if (this.rows.length > MAX_ENTRIES + ROWS_BEFORE_HEADER) throw tooManyEntries();
    this.rows.push({ number, cells: kept });
  }
}

/** A table without the columns of the profile. */
export interface Mismatch {
  missing: readonly string[];
  found: readonly string[];
}

/** The entries below the first row that has the columns of the profile. Names of columns are compared without case, accents and punctuation. */
export function tableEntries(rows: readonly Row[], profile: ReaderProfile): RawEntry[] | Mismatch {
  const required = requiredFields(profile);
  const candidates = rows.slice(0, ROWS_BEFORE_HEADER).map(({ cells }, index) => {
    const columns = columnsOf(cells);
    const missing = required.filter((places) => !places.some((place) => columns.has(columnName(place))));
    return { index, cells, columns, missing: missing.map((places) => places.join(' / ')) };
  });
  const header = candidates.find(({ missing }) => missing.length === 0);
  if (header) return entriesBelow(rows.slice(header.index + 1), header);
  const [nearest] = candidates.sort((a, b) => a.missing.length - b.missing.length);
  const found = nearest?.cells.map((cell) => cell.trim().slice(0, 100)).filter((cell) => cell !== '') ?? [];
  return { missing: nearest?.missing ?? required.map((places) => places.join(' / ')), found: found.slice(0, LISTED) };
}

/** The mismatch of the table that is nearest to the profile. */
export const mismatchRefused = (mismatches: readonly Mismatch[]): Error => {
  const [{ missing, found } = { missing: [], found: [] }] = mismatches.toSorted(
    (a, b) => a.missing.length - b.missing.length,
  );
  return documentRefused(reason('register-fields-missing', { missing, found }));
};

function entriesBelow(
  rows: readonly Row[],
  header: { cells: readonly string[]; columns: ReadonlyMap<string, readonly number[]> },
): RawEntry[] {
  const repeated = header.cells.join('\n');
  const known = new Map<string, readonly number[]>();
  const columnsAt = (place: string): readonly number[] => {
    const columns = known.get(place) ?? header.columns.get(columnName(place)) ?? [];
    known.set(place, columns);
    return columns;
  };
  return rows
    .filter(({ cells }) => cells.join('\n') !== repeated)
    .map(({ number, cells }) => ({
      number,
      textsAt: (place) => columnsAt(place).map((column) => cells[column] ?? ''),
    }));
}

function columnsOf(cells: readonly string[]): Map<string, number[]> {
  const columns = new Map<string, number[]>();
  for (const [index, cell] of cells.entries()) {
    const name = columnName(cell.slice(0, 500));
    columns.set(name, [...(columns.get(name) ?? []), index]);
  }
  return columns;
}

const columnName = (name: string): string => fold(name) || name.trim();
