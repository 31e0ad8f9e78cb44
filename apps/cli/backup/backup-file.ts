import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { UserError } from '../terminal.js';

/**
 * A backup is a gzip file of lines in UTF-8: the header as JSON; for each table a line of JSON with its name and columns, its
 * rows in the text format of PostgreSQL's COPY, and the line `\.`; and a trailer with the SHA-256 of all lines before it.
 */
export const FORMAT = 'jalon-backup';

/** Incremented when programs that know only the previous version would misread the file. */
export const FORMAT_VERSION = 1;

/** Ends the rows of a table. No row is like it: COPY writes a backslash of a text twice. */
export const END = Buffer.from('\\.\n');

const Header = z.object({
  format: z.literal(FORMAT),
  formatVersion: z.literal(FORMAT_VERSION),
  /** The version of Jalon that wrote it. */
  release: z.string(),
  takenAt: z.iso.datetime(),
  /** The last event that it contains. */
  position: z.int().min(0),
  /** The id of `JALON_SECRET`; null if the command did not know the secret. */
  secret: z.string().nullable(),
  /** What the schema of its tables is. */
  migrations: z.array(z.string()),
  /** Number of files of evidence that are in a bucket. */
  filesElsewhere: z.int().min(0),
  /** In an order in which references lead to earlier ones, with the number of their rows. */
  tables: z.array(z.object({ name: z.string(), rows: z.int().min(0) })),
});

export type BackupHeader = z.infer<typeof Header>;

const Section = z.object({ table: z.string(), columns: z.array(z.string()) });

const Trailer = z.object({ sha256: z.string() });

export interface TableRows {
  name: string;
  columns: string[];
  /** To be read to their end before the next table. */
  rows: AsyncGenerator<Buffer>;
}

const LONGEST_LINE = 4 * 1024 * 1024;

/** Reads a backup from its beginning to its end, once. */
export class BackupReader {
  readonly #hash = createHash('sha256');
  readonly #chunks: AsyncIterator<Buffer>;
  #pending: Buffer = Buffer.alloc(0);

  private constructor(
    private readonly path: string,
    chunks: AsyncIterable<Buffer>,
  ) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** @throws UserError if it is no backup, or one of a newer release */
  static async open(path: string): Promise<{ header: BackupHeader; reader: BackupReader }> {
    const text = new PassThrough({ highWaterMark: 1024 * 1024 });
    // An error reaches the reader of the text; it is handled there.
    pipeline(createReadStream(path), createGunzip({ chunkSize: 256 * 1024 }), text).catch((error: unknown) =>
      text.destroy(error as Error),
    );
    const reader = new BackupReader(path, text);
    const line = await reader.#line();
    reader.#hash.update(line);
    return { header: headerIn(line, path), reader };
  }

  /** @throws UserError once the file turns out to be damaged: nothing of it can be trusted before the end */
  async *tables(): AsyncGenerator<TableRows> {
    for (;;) {
      const line = await this.#line();
      const value = jsonIn(line);
      const trailer = Trailer.safeParse(value);
      if (trailer.success) {
        if (trailer.data.sha256 !== this.#hash.digest('hex')) throw damaged(this.path, 'its checksum is wrong');
        if (this.#pending.length > 0 || (await this.#more())) throw damaged(this.path, 'it continues after its end');
        return;
      }
      const section = Section.safeParse(value);
      if (!section.success) throw damaged(this.path, 'a line is not what it should be');
      this.#hash.update(line);
      yield { name: section.data.table, columns: section.data.columns, rows: this.#rows() };
    }
  }

  async *#rows(): AsyncGenerator<Buffer> {
    await this.#ensure(END.length);
    const next = Buffer.concat([Buffer.from('\n'), END]);
    if (this.#pending.subarray(0, END.length).equals(END)) return void this.#take(END.length);
    for (;;) {
      const end = this.#pending.indexOf(next);
      if (end >= 0) {
        yield this.#take(end + 1);
        return void this.#take(END.length);
      }
      // The end may have begun.
      if (this.#pending.length > END.length) yield this.#take(this.#pending.length - END.length);
      await this.#ensure(this.#pending.length + 1);
    }
  }

  /** A line with its end, which is not part of the checksum yet. */
  async #line(): Promise<Buffer> {
    let end = this.#pending.indexOf('\n');
    while (end < 0) {
      if (this.#pending.length > LONGEST_LINE) throw damaged(this.path, 'a line is too long');
      await this.#ensure(this.#pending.length + 1);
      end = this.#pending.indexOf('\n');
    }
    const line = this.#pending.subarray(0, end + 1);
    this.#pending = this.#pending.subarray(end + 1);
    return line;
  }

  #take(length: number): Buffer {
    const taken = this.#pending.subarray(0, length);
    this.#pending = this.#pending.subarray(length);
    this.#hash.update(taken);
    return taken;
  }

  async #ensure(length: number): Promise<void> {
    while (this.#pending.length < length) if (!(await this.#more())) throw damaged(this.path, 'its end is missing');
  }

  /** @returns false at the end of the file */
  async #more(): Promise<boolean> {
    const chunk: IteratorResult<Buffer, unknown> = await this.#chunks.next().catch((error: unknown) => {
      throw unreadable(this.path, error);
    });
    if (chunk.done) return false;
    this.#pending = this.#pending.length === 0 ? chunk.value : Buffer.concat([this.#pending, chunk.value]);
    return true;
  }
}

function headerIn(line: Buffer, path: string): BackupHeader {
  const value = jsonIn(line);
  const { format, formatVersion, release } = (value ?? {}) as Record<string, unknown>;
  if (format !== FORMAT) throw notABackup(path);
  if (typeof formatVersion === 'number' && formatVersion > FORMAT_VERSION)
    throw new UserError(`${path} was written by a newer Jalon (${String(release)}). Restore it with that release.`);
  const header = Header.safeParse(value);
  if (!header.success) throw damaged(path, 'its header is incomplete');
  return header.data;
}

const notABackup = (path: string): UserError =>
  new UserError(`${path} is not a file of jalon backup. To restore a file of jalon export, use jalon import.`);

const damaged = (path: string, why: string): UserError =>
  new UserError(`${path} is damaged: ${why}. Nothing was restored. Use another backup.`);

function unreadable(path: string, error: unknown): unknown {
  const { code, message } = error as { code?: string; message: string };
  if (code === 'Z_BUF_ERROR') return damaged(path, 'its end is missing');
  if (code === 'Z_DATA_ERROR') return message.includes('header') ? notABackup(path) : damaged(path, message);
  return error;
}

function jsonIn(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
