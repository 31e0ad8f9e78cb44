import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { TimeSlice } from '#concurrency/time-slice.js';
import { reason } from '#domain/refusal.js';
import type { Reason } from '#domain/reasons.js';

/** The lines of a table with trimmed cells, without blank ones; collects no more than one beyond the limit. */
export class LineCollector {
  readonly lines: CsvRecord[] = [];

  /** @param most lines that the caller accepts */
  constructor(private readonly most: number) {}

  readonly add = ({ line, cells: given }: CsvRecord): void => {
    const cells = given.map((cell) => cell.trim());
    if (!this.isFull && cells.some((cell) => cell !== '')) this.lines.push({ line, cells });
  };

  /** Whether there is a line beyond the limit. */
  get isFull(): boolean {
    return this.lines.length > this.most;
  }
}

/** Of French Excel, of most others, and of what is copied from a spreadsheet. */
export const SEPARATORS = [';', ',', '\t'] as const;
export type Separator = (typeof SEPARATORS)[number];

export interface CsvRecord {
  /** The line it begins on, from 1. */
  line: number;
  cells: string[];
}

interface MalformedRecord {
  line: number;
  why: Reason;
}

const PIECE = 64 * 1024;
/** Of a line and of a record, which may have several: one of millions of empty cells fits into a few kilobytes of gzip. */
const LONGEST_RECORD = 1_000_000;
/** Each may require reading to the end of the file. */
const MOST_MALFORMED = 20;

/**
 * Passes the records of a CSV text to `take`, and returns those that are malformed, up to 20. Reading goes on with the
 * line after the one on which a malformed record begins; nothing is read if a line is too long. Other requests are served in between.
 */
export async function readCsv(
  text: string,
  separator: Separator,
  take: (record: CsvRecord) => void,
): Promise<MalformedRecord[]> {
  const bytes = Buffer.from(text);
  const long = lineTooLong(bytes);
  if (long !== undefined) return [{ line: long, why: tooLong }];
  const malformed: MalformedRecord[] = [];
  for (let from: Place | undefined = { at: 0, line: 1 }; from && malformed.length < MOST_MALFORMED;) {
    const failed: Failure | undefined = await readFrom(bytes, from, separator, take);
    if (failed) malformed.push({ line: failed.line, why: failed.why });
    from = failed && lineAfter(bytes, failed);
  }
  return malformed;
}

interface Place {
  at: number;
  line: number;
}

interface Failure extends Place {
  why: Reason;
}

/** Reads up to the first malformed record. */
async function readFrom(
  bytes: Buffer,
  from: Place,
  separator: Separator,
  take: (record: CsvRecord) => void,
): Promise<Failure | undefined> {
  let { at, line } = from;
  const onRecord = (cells: string[], { bytes: read }: { bytes: number }): null => {
    take({ line, cells });
    line += lineBreaks(bytes.subarray(at, from.at + read));
    at = from.at + read;
    return null;
  };
  const options = {
    ...{ delimiter: separator, relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'] },
    max_record_size: LONGEST_RECORD,
  };
  try {
    await pipeline(Readable.from(paced(bytes, from.at)), parse({ ...options, on_record: onRecord }).resume());
    return undefined;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { at, line, why: reasonOf(error) };
  }
}

function reasonOf({ code }: CsvError): Reason {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return reason('csv-quote-unclosed');
  if (code === 'INVALID_OPENING_QUOTE') return reason('csv-quote-misplaced');
  if (code === 'CSV_INVALID_CLOSING_QUOTE' || code === 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE')
    return reason('csv-quote-not-last');
  if (code === 'CSV_MAX_RECORD_SIZE') return tooLong;
  return reason('csv-malformed');
}

const tooLong = reason('too-large', { of: 'string', maximum: LONGEST_RECORD, included: true });

/** The first line, from 1, that is too long. */
function lineTooLong(bytes: Buffer): number | undefined {
  let line = 1;
  for (let at = 0; at < bytes.length; line += 1) {
    let end = at;
    while (end < bytes.length && bytes[end] !== 0x0a && bytes[end] !== 0x0d) end += 1;
    if (end - at > LONGEST_RECORD) return line;
    at = end + (bytes[end] === 0x0d && bytes[end + 1] === 0x0a ? 2 : 1);
  }
  return undefined;
}

const LINE_BREAK = /\r\n|\n|\r/g;

const lineBreaks = (bytes: Buffer): number => bytes.toString('latin1').match(LINE_BREAK)?.length ?? 0;

function lineAfter(bytes: Buffer, { at, line }: Place): Place | undefined {
  for (let next = at; next < bytes.length; next += 1) {
    if (bytes[next] === 0x0a) return { at: next + 1, line: line + 1 };
    if (bytes[next] === 0x0d) return { at: next + (bytes[next + 1] === 0x0a ? 2 : 1), line: line + 1 };
  }
  return undefined;
}

/** Yields to other work between pieces. */
async function* paced(bytes: Buffer, from: number): AsyncGenerator<Buffer> {
  const slice = new TimeSlice();
  for (let start = from; start < bytes.length; start += PIECE) {
    if (slice.isOver) await slice.yield();
    yield bytes.subarray(start, start + PIECE);
  }
}
