import type { ColumnType, JSONColumnType } from 'kysely';
import type { Reason } from '#domain/reasons.js';

/** A scheme whose changes of status need a second person. */
export interface FourEyesTable {
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
  /** What the approver saw. */
  preview: string | null;
  /** Why it can no longer be recorded. */
  refusal: ColumnType<Reason | null, string | null | undefined, string | null>;
  /** From this position on the ledger holds all of it. */
  position: number | null;
}
