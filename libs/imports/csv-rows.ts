import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { type Problem, reason, Refusal } from '#domain/refusal.js';
import { TimeSlice } from '#concurrency/time-slice.js';
import type { Reason } from '#language/phrases.js';
import { type Column, COLUMNS, isColumn, nearest, REQUIRED } from './columns.js';

const MAX_ROWS = 10_000;
const PIECE = 64 * 1024;

/** One row of the file; cells are trimmed, blank ones omitted. */
export interface CsvRow {
  /** The line it begins on, the header being 1. */
  line: number;
  cells: Partial<Record<Column, string>>;
}

interface Line {
  line: number;
  cells: string[];
}

/**
 * The rows of a CSV file: UTF-8, comma-separated, with a header of known columns in any order. Blank rows are skipped.
 *
 * @throws Refusal import-invalid, too-many-rows
 */
export async function csvRows(bytes: Buffer): Promise<Iterable<CsvRow>> {
  const text = utf8Of(bytes);
  refuseOtherSeparators(text);
  const [header, ...rest] = await linesOf(text);
  if (!header) throw fileRefused(reason('file-empty'));
  const columns = columnsOf(header);
  if (rest.length > MAX_ROWS) throw new Refusal('too-many-rows', reason('import-too-long', { maximum: MAX_ROWS }));
  const ragged = rest.filter(({ cells }) => cells.length !== columns.length);
  if (ragged.length > 0) throw rowsRefused(ragged.map(({ line, cells }) => lengthProblem(line, cells, columns)));
  return rowsOf(columns, rest);
}

/** Detects semicolons (Excel in many locales) and tabs before parsing, which would report misleading problems. */
function refuseOtherSeparators(text: Buffer): void {
  const [header = ''] = text
    .subarray(0, 10_000)
    .toString()
    .trimStart()
    .split(/[\r\n]/, 1);
  for (const [character, separator] of [
    [';', 'semicolon'],
    ['\t', 'tab'],
  ] as const) {
    const words = header.split(character).map((word) => word.trim().replace(/^"|"$/g, ''));
    if (!header.includes(',') && words.filter(isColumn).length > 1)
      throw fileRefused(reason('file-separator', { separator }));
  }
}

/** Every line that is not blank, the header first; stops collecting beyond the row limit. */
async function linesOf(text: Buffer): Promise<Line[]> {
  const lines: Line[] = [];
  let end = 0;
  let line = 1;
  const take = (record: string[], { bytes }: { bytes: number }): null => {
    const cells = record.map((cell) => cell.trim());
    if (lines.length < MAX_ROWS + 2 && cells.some((cell) => cell !== '')) lines.push({ line, cells });
    line += lineBreaks(text.subarray(end, bytes));
    end = bytes;
    return null;
  };
  try {
    const options = { relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'], on_record: take };
    await pipeline(Readable.from(piecesOf(text)), parse(options).resume());
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw lineRefused(csvReason(error), Number(error['lines']));
  }
  return lines;
}

/** Why a CSV file is malformed. */
export function csvReason({ code }: CsvError): Reason {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return reason('csv-quote-unclosed');
  if (code === 'INVALID_OPENING_QUOTE') return reason('csv-quote-misplaced');
  if (code === 'CSV_INVALID_CLOSING_QUOTE' || code === 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE')
    return reason('csv-quote-not-last');
  return reason('csv-malformed');
}

const lineBreaks = (bytes: Buffer): number => bytes.toString('latin1').match(/\r\n|\n|\r/g)?.length ?? 0;

/** Yields to other work between pieces. */
async function* piecesOf(text: Buffer): AsyncGenerator<Buffer> {
  const slice = new TimeSlice();
  for (let start = 0; start < text.length; start += PIECE) {
    if (slice.isOver) await slice.yield();
    yield text.subarray(start, start + PIECE);
  }
}

/** Lazy, so that the caller can yield to other work between rows. */
function* rowsOf(columns: readonly Column[], lines: readonly Line[]): Generator<CsvRow> {
  for (const { line, cells } of lines) {
    const row: CsvRow = { line, cells: {} };
    for (const [index, column] of columns.entries()) if (cells[index]) row.cells[column] = cells[index];
    yield row;
  }
}

function lengthProblem(row: number, cells: string[], columns: readonly Column[]): Problem {
  return { row, field: 'row', ...reason('row-length', { cells: cells.length, columns: columns.length }) };
}

function columnsOf({ cells, line }: Line): Column[] {
  if (cells.length > 2 * COLUMNS.length) throw fileRefused(reason('header-too-long', { columns: cells.length }), line);
  const problems: Problem[] = [
    ...cells.flatMap((name, index) => headerProblem(name, index, cells)),
    ...REQUIRED.filter((column) => !cells.includes(column)).map((field) => ({
      field,
      ...reason('column-missing'),
    })),
  ];
  if (problems.length === 0) return cells.filter(isColumn);
  throw new Refusal(
    'import-invalid',
    reason('header-invalid', { columns: problems.map(({ field }) => field) }),
    problems.map((problem) => ({ row: line, ...problem })),
  );
}

function headerProblem(name: string, index: number, cells: readonly string[]): Problem[] {
  if (name === '') return [{ field: `column ${index + 1}`, ...reason('column-unnamed') }];
  if (!isColumn(name)) return [{ field: name, ...reason('column-unknown', { nearest: nearest(name, COLUMNS) }) }];
  return cells.indexOf(name) < index ? [{ field: name, ...reason('column-duplicate') }] : [];
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const LINE_FEED = 0x0a;

/**
 * The file without its byte order mark.
 *
 * @throws Refusal import-invalid with the line of the first byte that is not UTF-8
 */
function utf8Of(bytes: Buffer): Buffer {
  if (isUtf16(bytes)) throw fileRefused(reason('file-utf16'));
  if (!isUtf8(bytes)) throw notUtf8(bytes);
  return bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? bytes.subarray(3) : bytes;
}

const isUtf16 = (bytes: Buffer): boolean => ['fffe', 'feff'].includes(bytes.subarray(0, 2).toString('hex'));

/** In UTF-8 the line feed byte is part of no other character, so lines can be checked one by one. */
function notUtf8(bytes: Buffer): Error {
  let start = 0;
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(LINE_FEED, start);
    const text = bytes.subarray(start, end < 0 ? bytes.length : end);
    if (!isUtf8(text)) return lineRefused(reason('line-not-utf8', nearby(text)), line);
    if (end < 0) return fileRefused(reason('file-not-utf8'));
    start = end + 1;
  }
}

/** The invalid byte and its surroundings, decoded as Latin-1. */
function nearby(line: Buffer): { byte: string; text: string } {
  const decoded = new TextDecoder().decode(line);
  const at = Buffer.byteLength(decoded.slice(0, decoded.indexOf('\uFFFD')));
  const byte = (line[at] ?? 0).toString(16).padStart(2, '0');
  const around = line.subarray(Math.max(0, at - 12), at + 12).toString('latin1');
  return { byte, text: around.trim() };
}

const LISTED = 100;

/** A refusal of the file as a whole. @param row line number, the header being 1 */
const fileRefused = (why: Reason, row = 1): Refusal =>
  new Refusal('import-invalid', why, [{ row, field: 'file', ...why }]);

const lineRefused = (why: Reason, line: number): Refusal =>
  new Refusal('import-invalid', reason('line-invalid', { line }), [{ row: line, field: 'file', ...why }]);

/** A refusal with the first hundred problems of rows and their total number. */
export function rowsRefused(problems: readonly Problem[]): Refusal {
  const rows = new Set(problems.map(({ row }) => row)).size;
  const listed = problems.slice(0, LISTED);
  const why = reason('import-rejected', { problems: problems.length, rows, listed: listed.length });
  return new Refusal('import-invalid', why, listed);
}
