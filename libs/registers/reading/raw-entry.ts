import { reason, Refusal } from '#domain/refusal.js';
import type { ReaderProfile } from '#domain/register/register.js';
import type { Reason } from '#domain/reasons.js';

/** An entry of a document before its values are understood. */
export interface RawEntry {
  /** Its place in the document: see `UnreadableEntry`. */
  number: number;
  /** @param place a column, or a path in JSON */
  textsAt: (place: string) => readonly string[];
}

export interface RawDocument {
  entries: readonly RawEntry[];
  /** What the document says at the places of its day. */
  day: readonly string[];
}

/** The entries that a reading may list: their keys are on record in its event. */
export const MAX_ENTRIES = 100_000;

/** A document that cannot be read at all. */
export const documentRefused = (why: Reason, at: { row?: number; field?: string } = {}): Refusal =>
  new Refusal('register-document-invalid', why, [{ field: 'document', ...at, ...why }]);

export const tooManyEntries = (): Refusal =>
  documentRefused(reason('register-too-many-entries', { maximum: MAX_ENTRIES }));

/** A place, or several of which the first with a value counts. */
export type Places = string | readonly string[];

export const listOf = (places: Places | undefined): readonly string[] =>
  places === undefined ? [] : typeof places === 'string' ? [places] : places;

/** What must be in a document of the register: without one of these fields, it is another document. */
export const requiredFields = ({ fields: { provider, entry, stage } }: ReaderProfile): (readonly string[])[] =>
  [provider, entry, stage].filter((places) => places !== undefined).map(listOf);
