import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { lineRefused } from './line-refused.js';
import { FORMAT, FORMAT_VERSION, isTrailer, LedgerHeader, LedgerTrailer } from './ledger-file.js';
import type { Line } from './lines.js';

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
