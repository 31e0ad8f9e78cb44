import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Refusal } from '#domain/refusal.js';

/**
 * A whole ledger as a file: newline-delimited JSON in UTF-8. The first line says what it is, then comes one line per event
 * in the order of the ledger, every column as it is stored but for the fingerprint, which follows from the others. The last
 * line counts the events and vouches for every byte before it.
 */
export const FORMAT = 'jalon-ledger';

/** Grows when a program that knows only the version before would misread the file. */
export const FORMAT_VERSION = 1;

export const MEDIA_TYPE = 'application/x-ndjson';

const LedgerHeader = z.strictObject({
  format: z.literal(FORMAT),
  formatVersion: z.literal(FORMAT_VERSION),
  /** The last position in the file, which is also the number of its events. */
  head: z.int().min(0),
  /** The instant that the export was asked for; `null`: everything on record. */
  knownAt: z.string().nullable(),
});

const LedgerTrailer = z.strictObject({
  events: z.int().min(0),
  /** Of every byte before this line, in hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const isTrailer = (line: string): boolean => /^\s*\{\s*"(?:events|sha256)"\s*:/.test(line);

/**
 * What holds a ledger file together: its first line, its last line, and the hash of the bytes between. It is given every
 * line in turn, then told that there are no more; until `end` has returned, nothing that was read can be trusted.
 */
export class LedgerFrame {
  readonly #hash = createHash('sha256');
  #header: z.infer<typeof LedgerHeader> | undefined;
  #closed = false;
  #lines = 0;
  events = 0;

  /** The number of events that the first line promises. */
  get promised(): number | undefined {
    return this.#header?.head;
  }

  /**
   * @returns the line's text when it is there for an event
   * @throws Refusal import-invalid
   */
  take({ number, bytes }: Line): string | undefined {
    if (this.#closed)
      throw lineRefused(number, 'file', 'stands after the last line of the ledger: nothing may follow it');
    this.#lines = number;
    const text = bytes.toString();
    if (!this.#header) {
      this.#header = headerIn(text);
    } else if (isTrailer(text)) {
      this.#close(number, text);
      return undefined;
    } else {
      if (bytes.at(-1) !== 0x0a) throw cut(number);
      this.events += 1;
    }
    this.#hash.update(bytes);
    return number === 1 ? undefined : text;
  }

  /** @throws Refusal import-invalid when the file ended before its last line */
  end(): void {
    if (!this.#closed) throw cut(this.#lines + 1);
  }

  #close(number: number, text: string): void {
    const trailer = LedgerTrailer.safeParse(jsonIn(text));
    if (!trailer.success) throw cut(number);
    const { events, sha256 } = trailer.data;
    if (events !== this.events)
      throw lineRefused(number, 'events', `is ${events}, and the file holds ${this.events}: lines were lost or added`);
    if (events !== this.promised)
      throw lineRefused(1, 'head', `is ${this.promised ?? ''}, and the file holds ${events} events`);
    if (sha256 !== this.#hash.digest('hex'))
      throw lineRefused(number, 'sha256', 'does not fit the lines before: the file was changed, export it again');
    this.#closed = true;
  }
}

const cut = (line: number) =>
  lineRefused(
    line,
    'file',
    'was to go on here, up to a last line {"events":…,"sha256":…}: it was cut, export it again',
  );

function headerIn(text: string): z.infer<typeof LedgerHeader> {
  const written = jsonIn(text);
  const said = (typeof written === 'object' && written !== null ? written : {}) as Record<string, unknown>;
  if (said['format'] !== FORMAT)
    throw lineRefused(1, 'format', `must be "${FORMAT}": the first line is {"format":"${FORMAT}","formatVersion":…}`);
  const version = said['formatVersion'];
  if (typeof version === 'number' && version > FORMAT_VERSION)
    throw lineRefused(1, 'formatVersion', `is ${version}, from a newer Jalon: this one reads ${FORMAT_VERSION}`);
  const header = LedgerHeader.safeParse(written);
  if (header.success) return header.data;
  const field = header.error.issues[0]?.path.join('.');
  throw lineRefused(1, field === '' || field === undefined ? 'file' : field, 'is not what an export writes there');
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Far beyond any event that can be recorded; bounds the memory that a line may take. */
const LONGEST = 8 * 1024 * 1024;

const LINE_END = 0x0a;

interface Line {
  /** From 1. */
  number: number;
  /** With its line end; only the last line of a file may lack it. */
  bytes: Buffer;
}

/**
 * Cuts a stream of bytes into lines, as many at once as a piece of it brings: none, when it ends none.
 *
 * @throws Refusal import-invalid, for a line that is too long to be an event
 */
export async function* splitLines(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Line[]> {
  let begun: Buffer[] = [];
  let length = 0;
  let number = 0;
  for await (const piece of pieces) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    const lines: Line[] = [];
    let start = 0;
    for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, start)) {
      const rest = bytes.subarray(start, end + 1);
      number += 1;
      lines.push({ number, bytes: begun.length > 0 ? Buffer.concat([...begun, rest]) : rest });
      [begun, length, start] = [[], 0, end + 1];
    }
    if (start < bytes.length) begun.push(bytes.subarray(start));
    length += bytes.length - start;
    if (length > LONGEST) throw lineRefused(number + 1, 'file', `is longer than ${LONGEST} bytes, which no event is`);
    yield lines;
  }
  if (begun.length > 0) yield [{ number: number + 1, bytes: Buffer.concat(begun) }];
}

/** A refusal of the whole file: at which line, in which field of it, and what would be right. */
export const lineRefused = (line: number, field: string, reason: string): Refusal =>
  new Refusal('import-invalid', `line ${line}: ${field === 'file' ? '' : `${field} `}${reason}`, [
    { row: line, field, reason },
  ]);
