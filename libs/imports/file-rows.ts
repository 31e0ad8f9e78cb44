import { isUtf8 } from 'node:buffer';
import { type Problem, reason, Refusal } from '#domain/refusal.js';
import type { Language } from '#language/language.js';
import type { Reason } from '#domain/reasons.js';
import { partialDateTyped } from '#language/typed-date.js';
import { type CsvRecord, readCsv, type Separator, SEPARATORS, LineCollector } from '#spreadsheets/csv-records.js';
import { decodeText } from '#spreadsheets/decode-text.js';
import { formatOf, isBlank } from '#spreadsheets/file-format.js';
import { sheetRows, sheetsOf, UnreadableWorkbook } from '#spreadsheets/workbook.js';
import {
  CODES,
  COLUMN_NAMES,
  columnIn,
  COLUMNS,
  isColumn,
  type Column,
  DATE_COLUMNS,
  nearest,
  REQUIRED,
} from './columns.js';
import { fold } from '#domain/text/text.js';

const MAX_ROWS = 10_000;
/** With a header and the line by which Excel names the separator. */
const MOST_LINES = MAX_ROWS + 2;
const MAX_SHEETS = 50;

/** The lines of a file with their cells, which are trimmed. Blank lines are left out. */
interface Table {
  /** With the names of the columns. */
  header: CsvRecord;
  rows: CsvRecord[];
  /** Lines that cannot be split into cells. */
  malformed: Problem[];
  /** In which language `05/06/2021` is read. French Excel separates columns with semicolons; elsewhere it is ambiguous. */
  dates: Language;
}

/**
 * The table in a file: CSV separated by commas, semicolons or tabs, in UTF-8, UTF-16 with a byte order mark or
 * Windows-1252; or the first visible sheet of an Excel workbook with a known column.
 *
 * @throws Refusal import-invalid, too-many-rows
 */
async function readTable(bytes: Buffer): Promise<Table> {
  if (isBlank(bytes)) throw fileRefused(reason('file-empty'));
  const found = formatOf(bytes);
  const { lines, ...table } = await (found === 'xlsx' ? workbookTable(bytes) : csvTable(bytes, found));
  const [header, ...rows] = lines;
  const [malformed] = table.malformed;
  if (malformed && (malformed.row ?? 0) < (header?.line ?? Infinity)) throw rowsRefused(table.malformed);
  if (!header) throw fileRefused(reason('file-empty'));
  if (rows.length > MAX_ROWS) throw new Refusal('too-many-rows', reason('import-too-long', { maximum: MAX_ROWS }));
  return { header, rows, ...table };
}

type Lines = Omit<Table, 'header' | 'rows'> & { lines: CsvRecord[] };

async function csvTable(bytes: Buffer, found: ReturnType<typeof formatOf>): Promise<Lines> {
  refuseMixedEncodings(bytes);
  const text = decodeText(bytes);
  const { separator, known } = separatorOf(text);
  if (known === 0 && found !== 'text') throw fileRefused(reason('import-format', { found }));
  const collector = new LineCollector(MOST_LINES);
  const malformed = await readCsv(text, separator, collector.add);
  const [first] = collector.lines;
  if (first && isSeparatorLine(first.cells[0] ?? '')) collector.lines.shift();
  return {
    lines: collector.lines,
    malformed: malformed.map(({ line, why }) => ({ row: line, field: 'file', ...why })),
    dates: separator === ';' ? 'fr' : 'en',
  };
}

/** Excel reads the separator from such a line. */
const isSeparatorLine = (text: string): boolean => /^"?sep=/i.test(text);

/** The separator that makes the most known columns of the header. */
function separatorOf(text: string): { separator: Separator; known: number } {
  const lines = text.slice(0, 10_000).split(/[\r\n]+/);
  const header = lines.find((line) => line.trim() !== '' && !isSeparatorLine(line)) ?? '';
  const knownWith = (separator: Separator): number =>
    header.split(separator).filter((word) => columnIn(word.trim().replace(/^"|"$/g, ''))).length;
  const ranked = SEPARATORS.map((separator) => ({ separator, known: knownWith(separator) }));
  return ranked.reduce((best, one) => (one.known > best.known ? one : best), { separator: ',', known: 0 });
}

async function workbookTable(bytes: Buffer): Promise<Lines> {
  try {
    const sheets = (await sheetsOf(bytes)).filter(({ hidden }) => !hidden);
    let lines: CsvRecord[] = [];
    for (const { name } of sheets.slice(0, MAX_SHEETS)) {
      const read = await linesOf(bytes, name);
      if (read.isTable) return { lines: read.lines, malformed: [], dates: 'en' };
      if (lines.length === 0) lines = read.lines;
    }
    return { lines, malformed: [], dates: 'en' };
  } catch (error) {
    throw error instanceof UnreadableWorkbook ? fileRefused(error.why) : error;
  }
}

/** Empty cells at the end of a row are not stored. Of a sheet without a known column, the first line is enough. */
async function linesOf(bytes: Buffer, sheet: string): Promise<{ lines: CsvRecord[]; isTable: boolean }> {
  const collector = new LineCollector(MOST_LINES);
  const { lines } = collector;
  for await (const { number, cells } of sheetRows(bytes, sheet)) {
    const width = lines[0]?.cells.length ?? 0;
    const missing = Array.from({ length: Math.max(0, width - cells.length) }, () => '');
    collector.add({ line: number, cells: [...cells.slice(0, WIDEST), ...missing] });
    if (collector.isFull || (lines[0] && !lines[0].cells.some(columnIn))) break;
  }
  return { lines, isTable: lines[0]?.cells.some(columnIn) ?? false };
}

/** A sheet may have thousands of empty columns. */
const WIDEST = 2 * COLUMNS.length + 1;

const LINE_FEED = 0x0a;

/**
 * A file with letters in UTF-8 and others that are not is damaged: read as Windows-1252, the former would be garbled.
 *
 * @throws Refusal import-invalid with the line of the first byte that is not UTF-8
 */
function refuseMixedEncodings(bytes: Buffer): void {
  if (isUtf8(bytes) || /^(?:fffe|feff)/.test(bytes.toString('hex', 0, 2))) return;
  let invalid: { line: number; text: Buffer } | undefined;
  let hasUtf8 = false;
  // In UTF-8 the line feed byte is part of no other character.
  for (let start = 0, line = 1; start < bytes.length; line++) {
    const end = bytes.indexOf(LINE_FEED, start);
    const text = bytes.subarray(start, end < 0 ? bytes.length : end);
    if (!isUtf8(text)) invalid ??= { line, text };
    else if (text.some((byte) => byte > 0x7f)) hasUtf8 = true;
    start = end < 0 ? bytes.length : end + 1;
  }
  if (!hasUtf8 || !invalid) return;
  const { line, text } = invalid;
  throw rowsRefused([{ row: line, field: 'file', ...reason('line-not-utf8', nearby(text)) }]);
}

/** The invalid byte and its surroundings, decoded as Latin-1. */
function nearby(line: Buffer): { byte: string; text: string } {
  const decoded = new TextDecoder().decode(line);
  const at = Buffer.byteLength(decoded.slice(0, decoded.indexOf('\uFFFD')));
  const byte = (line[at] ?? 0).toString(16).padStart(2, '0');
  const around = line.subarray(Math.max(0, at - 12), at + 12).toString('latin1');
  return { byte, text: around.trim() };
}

/** A refusal of the file as a whole. @param row line number, the header being 1 */
const fileRefused = (why: Reason, row = 1): Refusal =>
  new Refusal('import-invalid', why, [{ row, field: 'file', ...why }]);

const LISTED = 100;

/** A refusal with the first hundred problems in the order of the file, and their total number. */
export function rowsRefused(problems: readonly Problem[]): Refusal {
  const rows = new Set(problems.map(({ row }) => row)).size;
  const listed = problems.toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0)).slice(0, LISTED);
  const why = reason('import-rejected', { problems: problems.length, rows, listed: listed.length });
  return new Refusal('import-invalid', why, listed);
}

/** One row of the file; cells are trimmed, blank ones omitted, dates in ISO notation. */
export interface FileRow {
  /** The line it begins on, the header being 1; in a workbook, the number of the row. */
  line: number;
  cells: Partial<Record<Column, string>>;
  /** Found before the meaning of the row is looked at. */
  problems: Problem[];
}

export interface FileRows {
  /** Names the heading of the file instead of the column. */
  asWritten: (problem: Problem) => Problem;
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
  const headings = header.cells.slice(0, header.cells.findLastIndex((name) => name !== '') + 1);
  const names = headings.map((heading) => columnIn(heading) ?? heading);
  if (names.length > 2 * COLUMNS.length)
    throw fileRefused(reason('header-too-long', { columns: names.length }), header.line);
  const missing = REQUIRED.filter((column) => !names.includes(column));
  const problems: Problem[] = [
    ...names.flatMap((name, index) => headerProblem(name, index, names)),
    ...missing.map((field) => ({ field, ...reason('column-missing') })),
  ];
  const written = new Map(names.map((name, index): [string, string] => [name, headings[index] ?? name]).reverse());
  const headingOf = (column: string): string => written.get(column) ?? column;
  const asWritten = (problem: Problem): Problem => {
    const field = headingOf(problem.field);
    return problem.code === 'ends-before-valid-from'
      ? { ...problem, field, ...reason('date-before', { field: headingOf('valid_from') }) }
      : { ...problem, field };
  };
  return {
    asWritten,
    rows: rowsOf(names, rows, malformed, dates),
    problems: problems.map((problem) => asWritten({ row: header.line, ...problem })),
    missing: new Set([...missing, ...names.flatMap((name) => (isColumn(name) ? [] : (meant(name) ?? [])))]),
  };
}

const meant = (name: string): string | null => nearest(name, COLUMNS, COLUMN_NAMES);

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
    for (const [column, words] of Object.entries(CODES))
      if (isColumn(column) && row.cells[column] !== undefined)
        row.cells[column] = words.get(fold(row.cells[column])) ?? row.cells[column];
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
