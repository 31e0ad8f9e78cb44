import type { JSONColumnType } from 'kysely';

/** A CSV file that came to the console, for a day. */
export interface PendingImportTable {
  /** Follows from the key and the bytes: the same file, sent again, is the same one. */
  id: string;
  /** Whose it is. */
  api_key: string;
  /** What its sender calls the file. */
  name: string;
  bytes: Buffer;
  created_at: Date;
  /** `unfinished`: recording it was begun, and how that ended is not known. */
  state: 'waiting' | 'running' | 'refused' | 'unfinished' | 'done';
  step: 'reading' | 'deciding' | 'recording' | null;
  began_at: Date | null;
  /** Whoever records it says so every few seconds. */
  beat_at: Date | null;
  /** What was recorded. */
  result: JSONColumnType<object> | null;
}
