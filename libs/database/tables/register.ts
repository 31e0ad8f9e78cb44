import type { JSONColumnType } from 'kysely';

/** A document of a register, by its content. What a reading rests on; never deleted while a reading refers to it. */
export interface RegisterDocumentTable {
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
export interface RegisterFetchTable {
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
