import type { Generated } from 'kysely';

/** The ledger. Rows are only ever inserted, by the functions `ledger_append…`, or into an empty ledger by `ledger_restore`. */
export interface EventTable {
  position: number;
  id: string;
  stream: string;
  version: number;
  type: string;
  schema_version: number;
  occurred: string | null;
  data: object;
  source: object | null;
  actor: string;
  correlation_id: string | null;
  causation_id: string | null;
  fingerprint: Buffer;
  recorded_at: Date;
  /** The span that recorded it (W3C Trace Context), if it was traced. Not part of the history: exports leave it out. */
  traceparent: string | null;
}

/** An event that is about to be recorded with others; in pieces, so that memory does not hold all of them. */
interface StagedEventTable {
  /** What is recorded at once. */
  append: string;
  /** In the order of recording, from 1. */
  nth: number;
  id: string;
  staged_at: Generated<Date>;
}

/** One row: where the ledger ends. The app writes it through functions only; `clock_offset` is the owner's. */
interface LedgerHeadTable {
  position: number;
  recorded_at: Date;
  /** Until when events may be recorded although the last one is more than a day old. */
  accepted_until: Date;
}

/** The epochs of the ledger; written by `ledger_begin_epoch` only. */
interface LedgerEpochTable {
  epoch: number;
  /** The last position that it has in common with the epoch before. */
  position: number;
  began_at: Date;
}

/** The epochs of which webhooks have been told. */
interface AnnouncedEpochTable {
  epoch: number;
}

/** Counts the changes of what processes keep in memory beside the ledger, and of `log` the events that are proven; written by triggers. */
interface RevisionTable {
  name: 'access' | 'four-eyes';
  number: number;
}

/** How far a projection has followed the ledger; committed together with the rows that follow from it. */
interface CheckpointTable {
  name: string;
  version: number;
  /** Every event up to here is in the projection. */
  position: number;
  /** Where the ledger ended at its first range: before that position, its tables are still being filled. */
  complete_from: Generated<number>;
}

/** A stream, or an event, that a projection could not apply from a position on. */
interface ProjectionFailureTable {
  projection: string;
  version: number;
  stream: string;
  position: number;
  error: string;
  attempts: Generated<number>;
  failed_at: Generated<Date>;
  next_attempt_at: Date;
}

/** What hinders a worker, as it told last. */
interface WorkerConditionTable {
  worker: string;
  code:
    | 'worker-clock'
    | 'queue-unreachable'
    | 'attempts-unrecorded'
    | 'worker-silent'
    | 'ledger-changed'
    | 'log-forked';
  detail: object;
  reported_at: Generated<Date>;
}

/** Random values with which digests of payloads are made, so that a payload cannot be guessed without them. */
interface LogSaltTable {
  position: number;
  salt: Buffer;
}

/** Tiles of the Merkle tree over all events: up to 256 hashes of 32 bytes. */
interface LogTileTable {
  level: number;
  index: number;
  width: number;
  hashes: Buffer;
}

/** Heads of the tree, stored before they are signed. */
interface LogCheckpointTable {
  epoch: number;
  size: number;
  root: Buffer;
  stored_at: Generated<Date>;
  /** The public key (`vkey`) of the signature. */
  key: string | null;
  note: string | null;
}

export interface LedgerTables {
  event: EventTable;
  staged_event: StagedEventTable;
  ledger_head: LedgerHeadTable;
  ledger_epoch: LedgerEpochTable;
  announced_epoch: AnnouncedEpochTable;
  checkpoint: CheckpointTable;
  log_salt: LogSaltTable;
  log_tile: LogTileTable;
  log_checkpoint: LogCheckpointTable;
  revision: RevisionTable;
  projection_failure: ProjectionFailureTable;
  worker_condition: WorkerConditionTable;
}
