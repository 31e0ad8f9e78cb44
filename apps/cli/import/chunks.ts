import { CannotGoOn } from '../cannot-go-on.js';

/** The api takes 10,000 rows and 10 MB at once. */
export const CHUNK_ROWS = 5_000;
const CHUNK_CHARACTERS = 2_000_000;

export interface Chunk {
  csv: string | Buffer;
  rows: number;
  /** Lines of the file before this chunk's first row, less the header that each chunk begins with. */
  linesBefore: number;
}

/**
 * Cuts a CSV file into pieces that each begin with its header, between rows and never inside a quoted cell. A file that
 * fits into one is passed on byte by byte, for the api to judge.
 */
export function chunksOf(file: Buffer): Chunk[] {
  const [header, ...rows] = rowsOf(decode(file));
  const chunks: Chunk[] = [];
  let linesBefore = 0;
  for (const group of groupsOf(rows)) {
    const csv = [header, ...group].map((row) => row?.text).join('');
    chunks.push({ csv, rows: group.length, linesBefore });
    linesBefore += group.reduce((lines, row) => lines + row.lines, 0);
  }
  return chunks.length > 1 ? chunks : [{ csv: file, rows: rows.length, linesBefore: 0 }];
}

interface Row {
  /** With its line end; a line end inside quotes belongs to the cell. */
  text: string;
  lines: number;
}

function* groupsOf(rows: readonly Row[]): Generator<Row[]> {
  let group: Row[] = [];
  let size = 0;
  for (const row of rows) {
    if (group.length === CHUNK_ROWS || size + row.text.length > CHUNK_CHARACTERS) {
      if (group.length > 0) yield group;
      [group, size] = [[], 0];
    }
    group.push(row);
    size += row.text.length;
  }
  if (group.length > 0) yield group;
}

function* rowsOf(text: string): Generator<Row> {
  let start = 0;
  let lines = 0;
  let quoted = false;
  for (const match of text.matchAll(/"|\n/g)) {
    if (match[0] === '"') {
      quoted = !quoted;
      continue;
    }
    lines += 1;
    if (quoted) continue;
    yield { text: text.slice(start, match.index + 1), lines };
    start = match.index + 1;
    lines = 0;
  }
  if (start < text.length) yield { text: `${text.slice(start)}\n`, lines: lines + 1 };
}

function decode(file: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    throw new CannotGoOn('The file is not UTF-8: save it as UTF-8 (in a spreadsheet: "CSV UTF-8") and try again.');
  }
}
