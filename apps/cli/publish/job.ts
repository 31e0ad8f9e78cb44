import type { Day } from '#domain/date/day.js';
import type { Language } from '#language/language.js';

/** What a thread of `site-worker` is told: what it writes where, and what it reads. */
export interface Job {
  folder: string;
  language: Language;
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
}

/** What it answers: how many pages it will write, once for each that is written; at the end, the sums of its files by path. */
export type Told = { pages: number } | { sums: ReadonlyMap<string, string> };

export const CHECKPOINT = 'checkpoint';
export const MANIFEST = 'datapackage.json';
/** The name in the manifest. */
export const PACKAGE = 'jalon-ledger';
export const SUMS = 'SHA256SUMS';
