import type { PartialDate } from '../date/partial-date.js';
import type { Day } from '../date/day.js';
import type { Identifier } from '../provider/identifiers.js';
import type { Reason } from '../reasons.js';

export const LISTINGS = ['granted', 'in-progress', 'absent', 'suspended', 'withdrawn', 'expired'] as const;

export type HowListed = (typeof LISTINGS)[number];

const OUTCOMES: ReadonlySet<string> = new Set(LISTINGS);

/** Whether it is an outcome that registers list by its name, rather than a milestone. */
export const isOutcome = (stage: string): stage is Exclude<HowListed, 'in-progress'> =>
  stage !== 'in-progress' && OUTCOMES.has(stage);

/** A row of the history that a document tells of an entry: how it is listed since a day. */
export interface HistoryRow {
  day: PartialDate;
  listing: HowListed;
  milestone?: string | undefined;
}

/** An entry of a register as its document says it, in the words of the scheme. Values are trimmed; absent where blank. */
export interface Entry {
  /** The register's own key, or provider and service where it has none. */
  key: string;
  provider: string;
  /** Of the provider. */
  identifier?: Identifier | undefined;
  service?: string | undefined;
  serviceKinds: readonly string[];
  listing: HowListed;
  /** The stage at which it is listed; absent if it is granted and the profile says no more. */
  milestone?: string | undefined;
  /** In the order of the scheme. */
  milestones: readonly { milestone: string; occurred: PartialDate }[];
  decision?: string | undefined;
  level?: string | undefined;
  validFrom?: PartialDate | undefined;
  validUntil?: PartialDate | undefined;
  conditions: readonly string[];
  /** Keys of other entries. */
  dependsOn: readonly string[];
  /** In the order of the document; absent: the profile reads none. Days may be later than that of the document. */
  history?: readonly HistoryRow[] | undefined;
}

/** An entry that cannot be read: what is wrong with which field. */
export interface UnreadableEntry {
  /** Its place in the document, from 1: in the list, or the row or line of the table. */
  number: number;
  /** Which entry it is, as far as that can be read. */
  key?: string | undefined;
  provider?: string | undefined;
  field: string;
  problem: Reason;
}

/** What a document lists. */
export interface Listing {
  /** As the document says; absent: it does not. */
  day?: Day | undefined;
  /** When the register is updated next, as the document says. */
  nextUpdate?: Day | undefined;
  /** The columns of a table that are others than the profile was written for. */
  head?: { expected: readonly string[]; found: readonly string[] } | undefined;
  entries: readonly Entry[];
  /** Entries without a status, such as placeholders. */
  ignored: number;
  unreadable: readonly UnreadableEntry[];
  /** Values that no status depends on and that cannot be read: their entries are read without them. */
  leftOut: readonly UnreadableEntry[];
}
