import { english } from '#language/reason.js';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { Refusal, type Problem } from '#domain/refusal.js';
import { TimeSlice } from '#concurrency/time-slice.js';
import { COLUMNS, isColumn, nearest, REQUIRED, type Column } from './columns.js';
import { utf8Of } from './csv-text.js';
import { fileRefused, rowsRefused } from './import-invalid.js';

export const MAX_ROWS = 10_000;
const PIECE = 64 * 1024;

/** One row of the file; blank cells are left out, the others trimmed. */
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
 * The rows of a CSV file: UTF-8, comma-separated, with a header of known columns in any order. Blank rows are passed
 * over. Cells are text, whatever they look like.
 *
 * @throws Refusal import-invalid, too-many-rows
 */
export async function csvRows(bytes: Buffer): Promise<Iterable<CsvRow>> {
  const text = utf8Of(bytes);
  refuseOtherSeparators(text);
  const [header, ...rest] = await linesOf(text);
  if (!header) throw fileRefused('the file is empty');
  const columns = columnsOf(header);
  if (rest.length > MAX_ROWS) throw new Refusal('too-many-rows', `at most ${MAX_ROWS} rows are taken at once`);
  const ragged = rest.filter(({ cells }) => cells.length !== columns.length);
  if (ragged.length > 0) throw rowsRefused(ragged.map(({ line, cells }) => lengthProblem(line, cells, columns)));
  return rowsOf(columns, rest);
}

/** Before anything is parsed: what Excel writes in half of Europe would only lead to puzzling messages. */
function refuseOtherSeparators(text: Buffer): void {
  const [header = ''] = text
    .subarray(0, 10_000)
    .toString()
    .trimStart()
    .split(/[\r\n]/, 1);
  for (const [separator, name] of Object.entries({ ';': 'semicolons', '\t': 'tabs' })) {
    const words = header.split(separator).map((word) => word.trim().replace(/^"|"$/g, ''));
    if (!header.includes(',') && words.filter(isColumn).length > 1)
      throw fileRefused(`the file is separated by ${name}: save it with commas between its columns`);
  }
}

/** Every line that is not blank, the header first; no more than it takes to know that there are too many. */
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
    throw fileRefused(error.message, Number(error['lines']));
  }
  return lines;
}

const lineBreaks = (bytes: Buffer): number => bytes.toString('latin1').match(/\r\n|\n|\r/g)?.length ?? 0;

/** Other callers of the process get a turn between two pieces. */
async function* piecesOf(text: Buffer): AsyncGenerator<Buffer> {
  const slice = new TimeSlice();
  for (let start = 0; start < text.length; start += PIECE) {
    if (slice.isOver) await slice.yield();
    yield text.subarray(start, start + PIECE);
  }
}

/** Made as they are asked for: whoever goes through ten thousand takes a breath now and then. */
function* rowsOf(columns: readonly Column[], lines: readonly Line[]): Generator<CsvRow> {
  for (const { line, cells } of lines) {
    const row: CsvRow = { line, cells: {} };
    for (const [index, column] of columns.entries()) if (cells[index]) row.cells[column] = cells[index];
    yield row;
  }
}

function lengthProblem(row: number, cells: string[], columns: readonly Column[]): Problem {
  return { row, field: 'row', reason: `has ${cells.length} cells, the header has ${columns.length}` };
}

function columnsOf({ cells, line }: Line): Column[] {
  if (cells.length > 2 * COLUMNS.length) throw fileRefused(`the header has ${cells.length} columns`, line);
  const problems: Problem[] = [
    ...cells.flatMap((name, index) => headerProblem(name, index, cells)),
    ...REQUIRED.filter((column) => !cells.includes(column)).map((field) => ({
      field,
      reason: 'this column is missing',
    })),
  ];
  if (problems.length === 0) return cells.filter(isColumn);
  const message = `the header is not one of an import: ${problems.map((problem) => `${problem.field}: ${english(problem)}`).join('; ')}`;
  throw new Refusal(
    'import-invalid',
    message,
    problems.map((problem) => ({ row: line, ...problem })),
  );
}

function headerProblem(name: string, index: number, cells: readonly string[]): Problem[] {
  if (name === '') return [{ field: `column ${index + 1}`, reason: 'has no name' }];
  if (!isColumn(name)) return [{ field: name, reason: `no such column; the nearest is ${nearest(name, COLUMNS)}` }];
  return cells.indexOf(name) < index ? [{ field: name, reason: 'this column is there twice' }] : [];
}
