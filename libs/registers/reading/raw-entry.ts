import type { z } from 'zod';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { reason, Refusal } from '#domain/refusal.js';
import {
  isAlways,
  partsOfKey,
  type Place as PlaceSchema,
  type Places as PlacesSchema,
  type ReaderProfile,
} from '#domain/register/register.js';
import type { Reason } from '#domain/reasons.js';
import { formatOf, isBlank } from '#spreadsheets/file-format.js';

/** The largest document that is read, which also bounds what is kept of a register. */
export const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024;

const unpack = promisify(gunzip);

/**
 * The document without its compression, if it is of the format.
 *
 * @throws Refusal register-document-invalid that names what it is instead
 */
export async function documentOf(bytes: Buffer, expected: ReaderProfile['format']): Promise<Buffer> {
  const document = await unpacked(bytes);
  if (isBlank(document)) throw documentRefused(reason('register-document-blank'));
  const found = formatOf(document);
  const isExpected =
    found === expected ||
    (MARKUP.has(found) && MARKUP.has(expected)) ||
    (found === 'text' && (expected === 'csv' || expected === 'yaml')) ||
    (found === 'json' && expected === 'yaml');
  if (!isExpected) throw documentRefused(reason('register-document-format', { expected, found }));
  return document;
}

/** One may begin like the other. */
const MARKUP = new Set<string>(['xml', 'html']);

/** The document without its gzip compression, if it has one. @throws Refusal register-document-invalid */
export async function unpacked(bytes: Buffer): Promise<Buffer> {
  if (bytes.length > MAX_DOCUMENT_BYTES) throw tooLarge();
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await unpack(bytes, { maxOutputLength: MAX_DOCUMENT_BYTES });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw documentRefused(reason('register-gzip-damaged'));
  }
}

export const tooLarge = (): Error =>
  documentRefused(reason('register-document-too-large', { megabytes: MAX_DOCUMENT_BYTES / 1024 / 1024 }));

/** An entry of a document before its values are understood. */
export interface RawEntry {
  /** Its place in the document: see `UnreadableEntry`. */
  number: number;
  /** @param place a column, or a path in JSON */
  textsAt: (place: string) => readonly string[];
  /** The rows of a history at a place; absent where entries cannot have one. */
  rowsAt?: (place: string) => readonly RawEntry[];
}

export interface RawDocument {
  entries: readonly RawEntry[];
  /** What the document says of itself at a place. */
  textsAt: RawEntry['textsAt'];
  /** The names of the columns of each table that is read. */
  heads?: readonly (readonly string[])[];
}

/** The place of the text around a table, line by line. */
export const AROUND = 'text';

/** Bounds the memory of a parsed document: empty lists are small in the file and large in memory. */
export const MAX_VALUES = 5_000_000;

/** The entries that a reading may list: their keys are on record in its event. */
export const MAX_ENTRIES = 100_000;

/** A document that cannot be read at all. */
export const documentRefused = (why: Reason, at: { row?: number; field?: string } = {}): Refusal =>
  new Refusal('register-document-invalid', why, [{ field: 'document', ...at, ...why }]);

export const tooManyEntries = (): Refusal =>
  documentRefused(reason('register-too-many-entries', { maximum: MAX_ENTRIES }));

/** As places are written: alone, or several of which the first with a value counts. */
export type Places = z.output<typeof PlacesSchema>;
type Place = Exclude<z.output<typeof PlaceSchema>, string>;

export const listOf = (places: Places | undefined): readonly Place[] =>
  (Array.isArray(places) ? places : places === undefined ? [] : [places]).map((place) =>
    typeof place === 'string' ? { at: place } : place,
  );

/** The columns, or paths, alone. */
export const namesOf = (places: Places | undefined): string[] => listOf(places).map(({ at }) => at);

/** What must be in a document of the register: without one of these fields, it is another document. */
export const requiredFields = ({ fields: { provider, entry, stage } }: ReaderProfile): (readonly string[])[] =>
  [provider, ...partsOfKey(entry), isAlways(stage) ? undefined : stage]
    .filter((places) => places !== undefined)
    .map(namesOf);
