import { RowSplitter, type Row } from './row-splitter.js';
import { textOf } from './text-of.js';

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
