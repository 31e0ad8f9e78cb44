import type { JSONColumnType } from 'kysely';

/** A file to import, uploaded to the console, stored for a day. */
export interface PendingImportTable {
  /** Derived from the key and the bytes: uploading the same file again gives the same id. */
  id: string;
  /** The id of the API key or account that uploaded it. */
  api_key: string;
  /** File name. */
  name: string;
  bytes: Buffer;
  created_at: Date;
  /** `invalid`: it had problems when it was uploaded; `unfinished`: recording was started and its outcome is unknown. */
  state: 'waiting' | 'invalid' | 'running' | 'refused' | 'unfinished' | 'done';
  step: 'reading' | 'deciding' | 'recording' | null;
  began_at: Date | null;
  /** Heartbeat of the running import. */
  beat_at: Date | null;
  /** The result of the import. */
  result: JSONColumnType<object> | null;
}
