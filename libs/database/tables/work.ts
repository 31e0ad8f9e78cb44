import type { ColumnType, JSONColumnType } from 'kysely';
import type { Reason } from '#domain/reasons.js';

/** A scheme whose changes of status need a second person. */
interface FourEyesTable {
  scheme: string;
  since: Date;
}

/** A change that waits, or waited, for a second person. Rows are never deleted: events name them as their cause. */
export interface ProposalTable {
  id: string;
  kind: 'dossier-event' | 'import' | 'scheme' | 'scheme-amendment' | 'match';
  /** A stream; null for an import. */
  about: string | null;
  /** What the command is made of. */
  payload: JSONColumnType<Record<string, unknown>>;
  /** The id of the event that it records; of a file, of nothing. */
  event: string;
  /** Of an imported file; null once it is decided. */
  bytes: Buffer | null;
  /** SHA-256 of kind, payload and bytes: nobody has two waiting proposals with the same. */
  hash: Buffer;
  /** Whose policy asks for it. */
  schemes: string[];
  /** Actor of the events. */
  proposer: string;
  /** Of the proposer. */
  account: string;
  proposed_at: Date;
  /** `recording`: approved, and perhaps not on record yet. */
  state: 'open' | 'recording' | 'approved' | 'rejected' | 'withdrawn' | 'outdated';
  decided_by: string | null;
  decided_at: Date | null;
  reason: string | null;
  preview: string | null;
  /** Why it can no longer be recorded. */
  refusal: ColumnType<Reason | null, string | null | undefined, string | null>;
  /** From this position on the ledger holds all of it. */
  position: number | null;
}

/** A file of an import or a document of a register, uploaded to the console, stored for a day. */
export interface UploadTable {
  /** Derived from the key, the bytes and what was said of them: the same file again gives the same id. */
  id: string;
  kind: 'import' | 'register';
  /** The id of the API key or account that uploaded it. */
  api_key: string;
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
interface EvidenceFileTable {
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
interface EvidencePartTable {
  /** Id of the file. */
  file: string;
  /** From 0. */
  number: number;
  bytes: Buffer;
}

/** A document of a register, by its content. What a reading rests on; never deleted while a reading refers to it. */
interface RegisterDocumentTable {
  /** SHA-256 of `bytes`, in hexadecimal. */
  sha256: string;
  /** As it was sent or served; shown to readers, never obeyed by browsers. */
  media_type: string;
  bytes: Buffer;
  created_at: Date;
}

/** An attempt to read a register, with what became of it. The reading itself is the event `event`. */
export interface RegisterReadingTable {
  id: string;
  /** Slug. */
  register: string;
  at: Date;
  /** The actor, as in the ledger. */
  actor: string;
  how: 'upload' | 'api' | 'command' | 'fetch';
  address: string | null;
  sha256: string | null;
  /** The day that the document is of. */
  day: string | null;
  /**
   * `applying`: its events are being recorded, and a process that starts goes on with it. `same`: the document was read for this
   * day before, or is unchanged on the server. `refused`: it cannot be read. `failed`: it could not be fetched.
   */
  state: 'applying' | 'recorded' | 'held' | 'discarded' | 'same' | 'refused' | 'failed';
  /** Figures and differences of a judgement, or the problem. */
  result: JSONColumnType<object> | null;
  event: string | null;
  /** By whom, when and why it was accepted or discarded. */
  decided: JSONColumnType<object> | null;
  /** How far one is that is being recorded: events that are staged, of how many. */
  staged: number | null;
  to_stage: number | null;
}

/** What the worker knows of the address of a register between two fetches. */
interface RegisterFetchTable {
  register: string;
  /** The address that `etag` and `last_modified` are of. */
  address: string | null;
  etag: string | null;
  last_modified: string | null;
  /** Failures since the last success, a fetch in progress included. */
  failures: number;
  next_at: Date;
  /** Until when a worker may be fetching it. Identifies its claim. */
  claimed_until: Date | null;
}

/** A list with its filters, under a name. */
export interface SavedViewTable {
  id: string;
  /** Permanent: the address of the view. */
  slug: string;
  name: string;
  path: string;
  /** Encoded, without a question mark; empty without filters. */
  query: string;
  /** An `ownerReference`. */
  owner: string;
  shared: boolean;
  services: JSONColumnType<{ dossier: string; usedFor: string }[]>;
  created_at: Date;
}

/** Comments and assignees of deadlines, which earlier versions had. Kept for export, as docs/operating.md says; nothing reads them. */
interface RemovedTable {
  dossier: string;
  deadline: string;
}

/** What is kept beside the ledger: proposals, files, documents of registers, views. */
export interface WorkTables {
  four_eyes: FourEyesTable;
  proposal: ProposalTable;
  evidence_file: EvidenceFileTable;
  evidence_part: EvidencePartTable;
  upload: UploadTable;
  register_document: RegisterDocumentTable;
  register_reading: RegisterReadingTable;
  register_fetch: RegisterFetchTable;
  saved_view: SavedViewTable;
  deadline_comment: RemovedTable;
  deadline_assignee: RemovedTable;
}
