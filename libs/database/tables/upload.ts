import type { JSONColumnType } from 'kysely';

/** A file of an import or a document of a register, uploaded to the console, stored for a day. */
export interface UploadTable {
  /** Derived from the key, the bytes and what was said of them: the same file again gives the same id. */
  id: string;
  kind: 'import' | 'register';
  /** The id of the API key or account that uploaded it. */
  api_key: string;
  /** File name. */
  name: string;
  /** What was said of it. */
  about: JSONColumnType<object>;
  bytes: Buffer;
  created_at: Date;
  /** `invalid`: it had problems when it was uploaded; `unfinished`: recording was started and its outcome is unknown. */
  state: 'waiting' | 'invalid' | 'running' | 'refused' | 'unfinished' | 'done';
  step: 'reading' | 'deciding' | 'recording' | null;
  began_at: Date | null;
  /** Heartbeat of the recording. */
  beat_at: Date | null;
  /** What became of it. */
  result: JSONColumnType<object> | null;
}
