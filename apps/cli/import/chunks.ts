import { CannotGoOn } from '../complain.js';

/** How much is sent at once. */
export interface ChunkLimits {
  rows: number;
  bytes: number;
}

/** The api takes 10,000 rows and 10 MB, but stays smaller and more prompt with less. */
export const CHUNK_ROWS = 2_500;
export const IMPORTED: ChunkLimits = { rows: CHUNK_ROWS, bytes: 2_000_000 };

export interface Chunk {
  csv: string | Buffer;
  rows: number;
  /** Lines of the file before this chunk's first row, less the header that each chunk begins with. */
  linesBefore: number;
}

/**
 * Cuts a CSV file into pieces that each begin with its header, between rows and never inside a quoted cell, holding one
 * piece at a time. A file that fits into one is passed on byte by byte, for the api to judge.
 */
export async function* chunksOf(file: AsyncIterable<Buffer>, limits = IMPORTED): AsyncGenerator<Chunk> {
  const taken = new Taken();
  let header: string | undefined;
  let group = new Group(limits, 0);
  for await (const row of rowsOf(taken.from(file))) {
    if (header === undefined) header = row.text;
    else {
      if (group.isFull(row)) {
        yield group.chunk(header);
        group = new Group(limits, group.linesAfter);
        taken.forget();
      }
      group.add(row);
    }
  }
  if (taken.whole) yield { csv: taken.whole, rows: group.count, linesBefore: 0 };
  else yield group.chunk(header ?? '');
}

async function* rowsOf(file: AsyncIterable<Buffer>): AsyncGenerator<Row> {
  const splitter = new RowSplitter();
  for await (const piece of textOf(file)) yield* splitter.push(piece);
  yield* splitter.end();
}

/** The bytes of the file so far, until it is known to be more than one chunk. */
class Taken {
  private bytes: Buffer[] | undefined = [];

  async *from(file: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of file) {
      this.bytes?.push(piece);
      yield piece;
    }
  }

  forget(): void {
    this.bytes = undefined;
  }

  get whole(): Buffer | undefined {
    return this.bytes && Buffer.concat(this.bytes);
  }
}

class Group {
  private readonly rows: string[] = [];
  private bytes = 0;
  private lines = 0;

  constructor(
    private readonly limits: ChunkLimits,
    private readonly linesBefore: number,
  ) {}

  get count(): number {
    return this.rows.length;
  }

  get linesAfter(): number {
    return this.linesBefore + this.lines;
  }

  isFull({ text }: Row): boolean {
    const { rows, bytes } = this.limits;
    return this.count > 0 && (this.count === rows || this.bytes + Buffer.byteLength(text) > bytes);
  }

  add({ text, lines }: Row): void {
    this.rows.push(text);
    this.bytes += Buffer.byteLength(text);
    this.lines += lines;
  }

  chunk(header: string): Chunk {
    return { csv: header + this.rows.join(''), rows: this.count, linesBefore: this.linesBefore };
  }
}

interface Row {
  /** With its line end; a line end inside quotes belongs to the cell. */
  text: string;
  lines: number;
}

const [QUOTE, LINE_FEED] = [0x22, 0x0a];

/** The api would take none of it. */
const LONGEST = 10_000_000;

/** Cuts the text of a CSV file into rows, piece by piece, so that no more of a long file than a row is held here. */
class RowSplitter {
  private rest = '';
  /** Of `rest`, what has been looked at. */
  private seen = 0;
  private quoted = false;
  private lines = 0;
  private line = 1;

  /** @throws CannotGoOn when a row is so long that a quote must have been left open */
  push(piece: string): Row[] {
    const text = this.rest + piece;
    const rows: Row[] = [];
    let start = 0;
    for (let at = this.seen; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) this.quoted = !this.quoted;
      if (code !== LINE_FEED) continue;
      this.lines += 1;
      if (this.quoted) continue;
      rows.push(this.row(text.slice(start, at + 1)));
      start = at + 1;
    }
    this.rest = text.slice(start);
    this.seen = this.rest.length;
    if (this.seen > LONGEST)
      throw new CannotGoOn(`The row that begins at line ${this.line} does not end: a quote may have been left open.`);
    return rows;
  }

  /** What comes after the last line end. */
  end(): Row[] {
    if (this.rest === '') return [];
    this.lines += 1;
    return [this.row(`${this.rest}\n`)];
  }

  private row(text: string): Row {
    const row = { text, lines: this.lines };
    this.line += this.lines;
    this.lines = 0;
    return row;
  }
}

/**
 * How many rows a CSV file has, without its header. Read to its end before anything is sent, so that a long file which is
 * no UTF-8 somewhere, or never closes a quote, is not half recorded.
 *
 * @throws CannotGoOn
 */
export async function countRows(file: AsyncIterable<Buffer>): Promise<number> {
  const splitter = new RowSplitter();
  let rows = 0;
  for await (const piece of textOf(file)) rows += splitter.push(piece).length;
  return Math.max(0, rows + splitter.end().length - 1);
}

/** The text of a file, piece by piece. @throws CannotGoOn at the first byte that is not UTF-8 */
async function* textOf(file: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decoded = (piece?: Buffer): string => {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
    } catch {
      throw new CannotGoOn('The file is not UTF-8: save it as UTF-8 (in a spreadsheet: "CSV UTF-8") and try again.');
    }
  };
  for await (const piece of file) yield decoded(piece);
  yield decoded();
}
