import type { Day } from '#domain/date/day.js';
import type { StatusChange } from '#domain/dossier/status-change.js';
import type { Problem } from '#domain/refusal.js';
import type { UnreadableEntry } from '#domain/register/entry.js';
import type { Difference, Figures } from '#domain/register/judgement.js';
import type { Hold } from '#domain/register/register-events.js';
import type { RegisterReadingTable } from '#database/tables/register.js';
import type { Reason } from '#domain/reasons.js';
import type { Unmatched } from './identify-providers.js';

/** Differences of a reading that are kept and listed. */
export const DIFFERENCES_LISTED = 1_000;
/** Unreadable entries and values of a reading that are kept and listed. */
export const UNREADABLE_LISTED = 100;

/** What a reading would change that a second person has to look at. */
export interface ReadingPreview {
  /** Stands for all of it. */
  rehearsal: string;
  /** As kept: at most `DIFFERENCES_LISTED`. */
  changes: StatusChange[];
}

/** What became of a document. */
export interface ReadingOutcome {
  /** Of the attempt. */
  id: string;
  /** Slug. */
  register: string;
  state: 'recorded' | 'held' | 'same' | 'discarded' | 'dry-run';
  day: Day;
  sha256: string;
  /** Why an officer has to look at it. */
  holds: Hold[];
  figures: Figures;
  /** At most `DIFFERENCES_LISTED`. */
  differences: Difference[];
  /** At most `UNREADABLE_LISTED`. */
  unreadable: UnreadableEntry[];
  /** Entries that stay where they are although the register lists them under another name of a provider. */
  unmatched: Unmatched[];
  preview?: ReadingPreview;
  /** The id of its `RegisterRead`, for `same` that of the earlier one; `null` if nothing is recorded. */
  event: string | null;
  /** From this position on the ledger holds all of it; `null` if nothing is recorded. */
  position: number | null;
  at: Date;
  /** The reason for which it was accepted. */
  accepted?: string;
}

/** Why a document cannot be read, or could not be fetched. */
export interface AttemptProblem {
  why: Reason;
  problems: readonly Problem[];
}

/** An attempt to read a register, without its differences. */
export interface AttemptSummary {
  id: string;
  /** Slug. */
  register: string;
  at: Date;
  actor: string;
  how: RegisterReadingTable['how'];
  address: string | null;
  sha256: string | null;
  day: Day | null;
  state: RegisterReadingTable['state'];
  holds: Hold[];
  /** `null` if the document could not be read or fetched, or is unchanged on the server. */
  figures: Figures | null;
  problem: AttemptProblem | null;
  /** The id of its `RegisterRead`, or for `same` that of the earlier reading. */
  event: string | null;
  decided: Decided | null;
  /** How far it is while it is being recorded: nothing is on record before all events are staged. */
  progress: { staged: number; events: number } | null;
}

/** Attempts of these states are shown to everybody; the others to readers with a key or session only. */
export const PUBLIC_STATES: readonly AttemptSummary['state'][] = ['recorded'];

/** What everybody may know of one: neither who decided and why, nor an address, which may have a secret. */
export const publicly = <A extends AttemptSummary>(attempt: A): A => ({
  ...attempt,
  ...{ actor: '', address: null, holds: [], decided: null },
});

export interface ReadingAttempt extends AttemptSummary {
  /** At most `DIFFERENCES_LISTED`. */
  differences: Difference[];
  /** At most `UNREADABLE_LISTED`. */
  unreadable: UnreadableEntry[];
  /** At most `DIFFERENCES_LISTED`. */
  unmatched: Unmatched[];
  preview?: ReadingPreview;
}

/** An officer's decision on a held reading. */
export interface Decided {
  decision: 'accept' | 'discard';
  /** The actor, as in the ledger. */
  by: string;
  at: Date;
  reason: string;
}
