import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, type Options, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { reason, Refusal } from '#domain/refusal.js';
import type { ReaderProfile } from '#domain/register/register.js';
import { TimeSlice } from '#concurrency/time-slice.js';
import { csvReason } from '#imports/csv-rows.js';
import { decodeText, piecesOf } from './decode-text.js';
import type { RawEntry } from './raw-entry.js';
import { mismatchRefused, type Row, tableEntries, TableRows } from './table.js';

/** Of French Excel, of most others, and of what is copied from a spreadsheet. */
const SEPARATORS = [';', ',', '\t'];
/** Characters in which the header is looked for. */
const SAMPLE = 64 * 1024;

const options = (delimiter: string): Options => ({
  delimiter,
  relax_column_count: true,
  skip_empty_lines: true,
  record_delimiter: '\n',
  max_record_size: 1024 * 1024,
});

/** @throws Refusal register-document-invalid */
export async function csvEntries(bytes: Buffer, profile: ReaderProfile): Promise<RawEntry[]> {
  // The parser counts the lines of \r\n within quotes twice.
  const text = decodeText(bytes).replace(/\r\n?/g, '\n');
  const sample = text.slice(0, SAMPLE);
  const candidates = SEPARATORS.map((separator) => ({
    separator,
    read: tableEntries(firstRows(sample, separator), profile),
  }));
  const fitting = candidates.find(({ read }) => Array.isArray(read));
  if (!fitting) throw mismatchRefused(candidates.flatMap(({ read }) => (Array.isArray(read) ? [] : [read])));
  const read = tableEntries(await rowsOf(text, fitting.separator), profile);
  if (Array.isArray(read)) return read;
  throw mismatchRefused([read]);
}

/** The rows of a sample, which may end within one. */
function firstRows(sample: string, separator: string): Row[] {
  const table = new TableRows();
  const take = (cells: string[]): null => {
    table.add(table.rows.length + 1, cells);
    return null;
  };
  try {
    parseSync(sample, { ...options(separator), on_record: take });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  return table.rows;
}

async function rowsOf(text: string, separator: string): Promise<Row[]> {
  const table = new TableRows();
  const take = (cells: string[], { lines }: { lines: number }): null => {
    table.add(lines, cells);
    return null;
  };
  try {
    await pipeline(Readable.from(paced(text)), parse({ ...options(separator), on_record: take }).resume());
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error['lines']);
    throw new Refusal('register-document-invalid', reason('line-invalid', { line }), [
      { row: line, field: 'document', ...csvReason(error) },
    ]);
  }
  return table.rows;
}

/** Yields to other work between pieces. */
async function* paced(text: string): AsyncGenerator<string> {
  const slice = new TimeSlice();
  for (const piece of piecesOf(text)) {
    if (slice.isOver) await slice.yield();
    yield piece;
  }
}
