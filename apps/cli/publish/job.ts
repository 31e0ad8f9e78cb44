import type { Day } from '#domain/date/day.js';

/** What the threads of `site-worker` are told: what they write together, and what they read. */
export interface Job {
  folder: string;
  /** Of the database. */
  url: string;
  /** Of the database, which all threads read. */
  snapshot: string;
  /** The last one in the snapshot. */
  position: number;
  day: Day;
  zone: string;
  /** Of the data, as the operator grants it. */
  licence?: string | undefined;
  /** How many pieces of work were taken, in each half of it: whichever thread has time takes the next one. */
  taken: Int32Array;
}

/** Files by `file#anchor`. */
export type Places = ReadonlyMap<string, string>;

/** Of files, by their paths. */
export type Sums = ReadonlyMap<string, string>;

export type Told =
  /** How many pages there will be, once for each that is written. */
  | { pages: number }
  /** On the dossiers of this thread; it waits for those of all threads. */
  | { places: Places }
  /** Of the files that it has written, at its end. */
  | { sums: Sums };

export const CHECKPOINT = 'checkpoint';
export const MANIFEST = 'datapackage.json';
/** The name in the manifest. */
export const PACKAGE = 'jalon-ledger';
export const SUMS = 'SHA256SUMS';
