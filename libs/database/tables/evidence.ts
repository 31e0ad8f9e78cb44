import type { ColumnType } from 'kysely';

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
