import { type Problem, reason } from '#domain/refusal.js';
import type { Language } from '#language/language.js';
import { partialDateTyped } from '#language/typed-date.js';
import type { CsvRecord } from '#spreadsheets/csv-records.js';
import { type Column, columnLabels, COLUMNS, DATE_COLUMNS, isColumn, nearest, REQUIRED } from './columns.js';
import { fileRefused, readTable } from './read-table.js';

/** One row of the file; cells are trimmed, blank ones omitted, dates in ISO notation. */
export interface FileRow {
  /** The line it begins on, the header being 1; in a workbook, the number of the row. */
  line: number;
  cells: Partial<Record<Column, string>>;
  /** Found before the meaning of the row is looked at. */
  problems: Problem[];
}

interface FileRows {
  /** Lazy, so that the caller can yield to other work between rows. */
  rows: Iterable<FileRow>;
  /** Of the header. */
  problems: Problem[];
  /** Columns that the header lacks or misspells: that rows have no such cell follows from it. */
  missing: ReadonlySet<string>;
}

/**
 * The rows of a file that has a header of known columns in any order. Problems of the header do not hinder the rows.
 *
 * @throws Refusal import-invalid if the file as a whole cannot be read, too-many-rows
 */
export async function fileRows(bytes: Buffer): Promise<FileRows> {
  const { header, rows, malformed, dates } = await readTable(bytes);
  const names = header.cells.slice(0, header.cells.findLastIndex((name) => name !== '') + 1);
  if (names.length > 2 * COLUMNS.length)
    throw fileRefused(reason('header-too-long', { columns: names.length }), header.line);
  const missing = REQUIRED.filter((column) => !names.includes(column));
  const problems: Problem[] = [
    ...names.flatMap((name, index) => headerProblem(name, index, names)),
    ...missing.map((field) => ({ field, ...reason('column-missing') })),
  ];
  return {
    rows: rowsOf(names, rows, malformed, dates),
    problems: problems.map((problem) => ({ row: header.line, ...problem })),
    missing: new Set([...missing, ...names.flatMap((name) => (isColumn(name) ? [] : (meant(name) ?? [])))]),
  };
}

const meant = (name: string): string | null => nearest(name, COLUMNS, columnLabels);

function headerProblem(name: string, index: number, cells: readonly string[]): Problem[] {
  if (name === '') return [{ field: `column ${index + 1}`, ...reason('column-unnamed') }];
  if (!isColumn(name)) return [{ field: name, ...reason('column-unknown', { nearest: meant(name) }) }];
  return cells.indexOf(name) < index ? [{ field: name, ...reason('column-duplicate') }] : [];
}

function* rowsOf(
  names: readonly string[],
  records: readonly CsvRecord[],
  malformed: readonly Problem[],
  dates: Language,
): Generator<FileRow> {
  for (const problem of malformed) yield { line: problem.row ?? 1, cells: {}, problems: [problem] };
  for (const { line, cells } of records) {
    const row: FileRow = { line, cells: {}, problems: lengthProblems(line, cells, names) };
    for (const [index, name] of names.entries())
      if (cells[index] && isColumn(name) && row.cells[name] === undefined) row.cells[name] = cells[index];
    for (const column of DATE_COLUMNS) readDate(row, column, dates);
    yield row;
  }
}

function lengthProblems(row: number, cells: string[], { length: columns }: readonly string[]): Problem[] {
  if (cells.length >= columns && cells.slice(columns).every((cell) => cell === '')) return [];
  return [{ row, field: 'row', ...reason('row-length', { cells: cells.length, columns }) }];
}

/** Spreadsheets export dates with a time. */
const TIME = /[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?$/;
/** Longer than any date. */
const LONGEST = 50;

/** A text that is no date at all is left to the schema of the event. */
function readDate({ line, cells, problems }: FileRow, column: Column, language: Language): void {
  const cell = cells[column];
  if (cell === undefined || cell.length > LONGEST) return;
  const typed = partialDateTyped(cell.replace(TIME, ''), language);
  if ('date' in typed) cells[column] = typed.date;
  else if (typed.problem.code !== 'date-unreadable') problems.push({ row: line, field: column, ...typed.problem });
}
