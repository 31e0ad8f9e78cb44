import { createHash } from 'node:crypto';
import { z } from 'zod';
import { UtcInstantSchema } from '#domain/date/instant.js';
import { type Problem, reason, Refusal } from '#domain/refusal.js';
import { problemsOf } from '#domain/validation.js';
import type { Reason } from '#domain/reasons.js';

/**
 * A whole ledger as a file: newline-delimited JSON in UTF-8. The header line is followed by one line per event in ledger
 * order, with every column as it is stored except the fingerprint, which is derived. The trailer line has the number of
 * events and the SHA-256 of all bytes before it.
 */
export const FORMAT = 'jalon-ledger';

/** Incremented when programs that know only the previous version would misread the file. */
export const FORMAT_VERSION = 2;

export const MEDIA_TYPE = 'application/x-ndjson';

const LedgerHeader = z.strictObject({
  format: z.literal(FORMAT),
  formatVersion: z.literal([1, FORMAT_VERSION]),
  /** The last position in the file, which is also the number of its events. */
  head: z.int().min(0),
  /** The instant that was exported; `null`: everything on record. */
  knownAt: UtcInstantSchema.nullable(),
});

const LedgerTrailer = z.strictObject({
  events: z.int().min(0),
  /** Of all bytes before this line, in hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const isTrailer = (line: string): boolean => /^\s*\{\s*"(?:events|sha256)"\s*:/.test(line);

/**
 * Verifies the header, the trailer and the checksum of a ledger file. Takes each line in order, then `end`; nothing that
 * was read can be trusted before `end` has returned.
 */
export class LedgerFileVerifier {
  readonly #hash = createHash('sha256');
  #header: z.infer<typeof LedgerHeader> | undefined;
  #closed = false;
  #lines = 0;
  events = 0;

  /** The number of events according to the header. */
  get head(): number | undefined {
    return this.#header?.head;
  }

  /**
   * @returns the text of an event's line; `undefined` for the header and the trailer
   * @throws Refusal import-invalid
   */
  take({ number, bytes }: Line): string | undefined {
    if (this.#closed) throw lineRefused(number, 'file', reason('line-after-end'));
    this.#lines = number;
    const text = bytes.toString();
    if (!this.#header) {
      this.#header = headerIn(text);
    } else if (isTrailer(text)) {
      this.#close(number, text, this.#header.head);
      return undefined;
    } else {
      if (bytes.at(-1) !== LINE_END) throw truncated(number);
      this.events += 1;
    }
    this.#hash.update(bytes);
    return number === 1 ? undefined : text;
  }

  /** @throws Refusal import-invalid when the file has no trailer */
  end(): void {
    if (!this.#closed) throw truncated(this.#lines + 1);
  }

  #close(number: number, text: string, head: number): void {
    const trailer = LedgerTrailer.safeParse(jsonIn(text));
    if (!trailer.success) throw truncated(number);
    const { events, sha256 } = trailer.data;
    const found = this.events;
    if (events !== found) throw lineRefused(number, 'events', reason('event-count', { stated: events, found }));
    if (head !== found) throw lineRefused(1, 'head', reason('event-count', { stated: head, found }));
    if (sha256 !== this.#hash.digest('hex')) throw lineRefused(number, 'sha256', reason('checksum-mismatch'));
    this.#closed = true;
  }
}

const truncated = (line: number) => lineRefused(line, 'file', reason('file-truncated'));

function headerIn(text: string): z.infer<typeof LedgerHeader> {
  const value = jsonIn(text);
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (fields['format'] !== FORMAT) throw lineRefused(1, 'format', reason('not-a-ledger-file', { format: FORMAT }));
  const version = fields['formatVersion'];
  if (typeof version === 'number' && version > FORMAT_VERSION)
    throw lineRefused(1, 'formatVersion', reason('format-newer', { version, supported: FORMAT_VERSION }));
  const header = LedgerHeader.safeParse(value);
  if (!header.success) throw lineInvalid(1, header.error, value);
  return header.data;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Longer than any event that can be recorded; bounds the memory that a line may take. */
const LONGEST = 8 * 1024 * 1024;

const LINE_END = 0x0a;

interface Line {
  /** From 1. */
  number: number;
  /** With its line end, which only the last line of a file may lack. */
  bytes: Buffer;
}

/**
 * Splits a stream of bytes into lines. Yields once per chunk: the lines that end in it, possibly none.
 *
 * @throws Refusal import-invalid, for a line that is too long to be an event
 */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line[]> {
  let begun: Buffer[] = [];
  let length = 0;
  let number = 0;
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
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
    if (length > LONGEST) throw lineRefused(number + 1, 'file', reason('line-too-long', { maximum: LONGEST }));
    yield lines;
  }
  if (begun.length > 0) yield [{ number: number + 1, bytes: Buffer.concat(begun) }];
}

/** A refusal of the file for one of its lines. `field` is `file` when the whole line is wrong. */
export const lineRefused = (line: number, field: string, why: Reason): Refusal => refusedFor(line, { field, ...why });

/** The same for a line that a schema rejects, with the first issue. */
export function lineInvalid(line: number, { issues }: z.ZodError, value: unknown): Refusal {
  const [problem = { field: 'file', ...reason('invalid-value') }] = problemsOf(issues, value);
  return refusedFor(line, { ...problem, field: problem.field || 'file' });
}

const refusedFor = (line: number, problem: Problem) =>
  new Refusal('import-invalid', reason('line-invalid', { line }), [{ row: line, ...problem }]);
