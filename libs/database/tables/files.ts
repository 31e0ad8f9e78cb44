import type { ColumnType, JSONColumnType } from 'kysely';

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

/** A file of evidence, by its content, or one that is being received. */
export interface EvidenceFileTable {
  /** That its parts refer to. */
  id: string;
  /** Of its bytes, in hexadecimal; absent until all of them have arrived. */
  sha256: string | null;
  size: number | null;
  /** `database`: in `evidence_part`. `s3`: in the bucket, under its hash. */
  store: 'database' | 's3';
  began_at: Date;
  /** When it was last received or attached: what no event refers to is kept for a day from then. */
  used_at: Date;
  /** When an administrator removed its bytes for good. */
  removed_at: ColumnType<Date | null, Date | undefined>;
}

/** 256 kB of a file. */
export interface EvidencePartTable {
  /** Id of the file. */
  file: string;
  /** From 0. */
  number: number;
  bytes: Buffer;
}
