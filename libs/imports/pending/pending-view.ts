import type { DossierChange } from '../dossier-changes.js';
import type { Imported, ImportStep } from '../import-csv.js';

/** Whose files one may see and record: those that came with a key, or everybody's. */
export type ImportReach = { key: string } | 'all';

/** What was recorded, and how it was to change the dossiers, as far as that is listed. */
export interface ImportResult extends Imported {
  changes: DossierChange[];
  /** How many got events, listed or not. */
  touched: number;
  /** Providers that rows are about. */
  about: { id: string; name: string }[];
}

/** A file that waits to be confirmed, or was. */
export interface PendingImport {
  id: string;
  /** What its sender calls the file. */
  name: string;
  createdAt: Date;
  state:
    | { is: 'waiting' | 'refused' | 'unfinished' }
    | { is: 'running'; step: ImportStep; beganAt: Date }
    | { is: 'done'; result: ImportResult };
}

/** Files are shown for so long; some time after that they are deleted. */
export const KEPT_MS = 24 * 3_600_000;

/** Whoever records a file and has not said so for this long has stopped, however it ended. */
export const SILENCE_MS = 20_000;
export const BEAT_MS = 2_000;
