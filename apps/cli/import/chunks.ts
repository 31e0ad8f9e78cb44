import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { rawBody, type Schema } from '#client/jalon-client.js';
import { UserError } from '../terminal.js';
import { type Api, callApi, foreign, RequestRejected } from '../call-api.js';

export interface ChunkLimits {
  rows: number;
  bytes: number;
}

/** The API accepts 10,000 rows and 10 MB, but needs less memory and answers sooner with less. */
export const CHUNK_ROWS = 2_500;
export const IMPORTED: ChunkLimits = { rows: CHUNK_ROWS, bytes: 2_000_000 };

export interface Chunk {
  csv: string | Buffer;
  /** Absent if only the API knows. */
  rows?: number;
  /** Lines of the file before this chunk's first row, less the header that each chunk begins with. */
  linesBefore: number;
}

interface SourceFile {
  /** Absent if only the API knows. */
  rows?: number;
  chunks: (limits?: ChunkLimits) => AsyncIterable<Chunk>;
}

/**
 * A file to import. CSV in UTF-8 is split, whatever its length; a workbook or a file in another encoding is sent as a whole,
 * and read by the API.
 *
 * @throws UserError if it can be neither split nor sent as a whole
 */
export async function openFile(path: string): Promise<SourceFile> {
  try {
    const rows = await countRows(createReadStream(path));
    return { rows, chunks: (limits) => chunksOf(createReadStream(path), limits) };
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error;
    if ((await stat(path)).size > LONGEST) throw error;
    return { chunks: () => wholeOf(path) };
  }
}

async function* wholeOf(path: string): AsyncGenerator<Chunk> {
  yield { csv: await readFile(path), linesBefore: 0 };
}

/** The file is CSV in another encoding, or no text. */
class NotUtf8 extends UserError {}

/**
 * Splits a CSV file between rows into chunks that each start with its header; holds one chunk in memory. A file that fits
 * into one chunk is passed on unchanged.
 */
export async function* chunksOf(file: AsyncIterable<Buffer>, limits = IMPORTED): AsyncGenerator<Chunk> {
  const original = new OriginalBytes();
  let header: string | undefined;
  let builder = new ChunkBuilder(limits, 0);
  for await (const row of rowsOf(original.from(file))) {
    // Excel reads the separator from a line before the header.
    if (header === undefined || /^"?sep=.{1,2}\s*$/i.test(header)) header = (header ?? '') + row.text;
    else {
      if (builder.isFull(row)) {
        yield builder.chunk(header);
        builder = new ChunkBuilder(limits, builder.linesAfter);
        original.forget();
      }
      builder.add(row);
    }
  }
  if (original.whole) yield { csv: original.whole, rows: builder.count, linesBefore: 0 };
  else yield builder.chunk(header ?? '');
}

async function* rowsOf(file: AsyncIterable<Buffer>): AsyncGenerator<Row> {
  const splitter = new RowSplitter();
  for await (const piece of textOf(file)) yield* splitter.push(piece);
  yield* splitter.end();
}

/** The bytes of the file so far, until it exceeds one chunk. */
class OriginalBytes {
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

class ChunkBuilder {
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
  /** With its line end; line ends inside quotes belong to the cell. */
  text: string;
  lines: number;
}

const [QUOTE, LINE_FEED] = [0x22, 0x0a];

/** The API accepts no longer request. */
const LONGEST = 10_000_000;

/** Splits the text of a CSV file into rows as it arrives; holds no more than one row. */
class RowSplitter {
  private rest = '';
  /** The length of `rest` that has been scanned. */
  private seen = 0;
  private quoted = false;
  private lines = 0;
  private line = 1;

  /** @throws UserError when a row is too long, which is nearly always an unclosed quote */
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
      throw new UserError(`The row at line ${this.line} does not end; check for an unclosed quote.`);
    return rows;
  }

  /** The text after the last line end. */
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
 * The number of rows of a CSV file, without its header. Reads all of it, so that a file with invalid UTF-8 or an unclosed
 * quote is rejected before any part is recorded.
 *
 * @throws UserError
 */
export async function countRows(file: AsyncIterable<Buffer>): Promise<number> {
  const splitter = new RowSplitter();
  let rows = 0;
  for await (const piece of textOf(file)) rows += splitter.push(piece).length;
  return Math.max(0, rows + splitter.end().length - 1);
}

/** The text of a file as it is read. @throws UserError at the first byte that is not UTF-8 */
async function* textOf(file: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decoded = (piece?: Buffer): string => {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
    } catch {
      throw new NotUtf8(
        'A workbook, or a file that is not encoded as UTF-8, may have at most 10 MB; save it as "CSV UTF-8".',
      );
    }
  };
  for await (const piece of file) yield decoded(piece);
  yield decoded();
}

export type Imported = Schema<'Imported'>;
export type Change = NonNullable<Imported['changes']>[number];
export type Messages = NonNullable<Imported['messages']>;
export type Preview = Imported & Required<Pick<Imported, 'asOf' | 'changes' | 'touched' | 'messages'>>;

/**
 * `POST /v1/imports`: all rows are recorded or none. `id`: the same for all batches of a file.
 *
 * @throws RequestRejected; UserError when it is unknown which
 */
export const postCsv = async (
  api: Api,
  csv: Buffer | string,
  { id = randomUUID(), signal = null }: { id?: string; signal?: AbortSignal | null } = {},
): Promise<Imported> => post(api, { import: id }, csv, signal);

/** The same as a preview. @throws RequestRejected, UserError */
export const previewCsv = async (api: Api, csv: Buffer | string): Promise<Preview> =>
  (await post(api, { preview: true }, csv)) as Preview;

async function post(
  api: Api,
  query: { import?: string; preview?: boolean },
  csv: Buffer | string,
  signal: AbortSignal | null = null,
): Promise<Imported> {
  const isWorkbook = Buffer.isBuffer(csv) && csv.subarray(0, 4).equals(ZIP);
  const { data } = await callApi(api, 'record', (client) =>
    client.POST('/v1/imports', { params: { query }, signal, ...rawBody(csv, isWorkbook ? XLSX : 'text/csv') }),
  );
  // Whether rows were recorded is not to be read from the answer of another program.
  if (typeof (data as Partial<Imported>).recorded !== 'number') throw new UserError(foreign(api.url));
  return data;
}

const ZIP = Buffer.from('504b0304', 'hex');
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Messages about the rows recorded so far. */
interface Outcome {
  /** When nothing of the chunk was recorded. */
  refused: string;
  /** When it is unknown whether it was. */
  unclear: string;
}

/** Adds the outcome and one line per problem, numbered as in the whole file. @throws UserError, or an unexpected error */
export function explain(error: unknown, { linesBefore }: Chunk, { refused, unclear }: Outcome): never {
  if (!(error instanceof UserError)) throw error;
  if (!(error instanceof RequestRejected)) throw new UserError(`${error.message}\n${unclear}`);
  throw new UserError(`${error.listing(linesBefore)}\n${refused}`);
}
