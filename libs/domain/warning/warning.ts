import type { PartialDate } from '../date/partial-date.js';
import type { Source } from '../source/source.js';

/**
 * Facts that conflict or are implausible are recorded and flagged, never refused. A `conflict` has two sides that cannot
 * both be right; what is `implausible` is likely to be a mistake; a `gap` is something missing; a `risk` is real.
 */
const KIND_OF = {
  'listing-contradicts': 'conflict',
  'end-differs': 'conflict',
  'start-differs': 'conflict',
  'milestone-day-differs': 'conflict',
  'claim-contradicts': 'conflict',
  'claim-disputed': 'conflict',
  'days-differ': 'conflict',
  'no-such-grant': 'implausible',
  'validity-too-long': 'implausible',
  'ends-before-it-starts': 'implausible',
  'unknown-milestone': 'implausible',
  'unknown-level': 'implausible',
  'version-over': 'implausible',
  'before-scheme': 'implausible',
  'before-referential': 'implausible',
  'out-of-order': 'implausible',
  'in-the-future': 'implausible',
  'shares-above-whole': 'implausible',
  'obtained-before-expected': 'implausible',
  'no-end-on-record': 'gap',
  'missing-milestone': 'gap',
  'cut-short': 'risk',
  'depends-on-ended-grant': 'risk',
  'depends-on-expiring-grant': 'risk',
} as const;

export type WarningCode = keyof typeof KIND_OF;
export type WarningKind = (typeof KIND_OF)[WarningCode];

export const WARNING_KINDS = ['conflict', 'implausible', 'gap', 'risk'] as const satisfies WarningKind[];

/** A warning as the rules find it. */
export interface Contradiction {
  code: WarningCode;
  text: string;
  /** Ids of the events on both sides, the one that stands first. */
  events: string[];
}

/** A contradiction about one grant; once that is over, it is history. */
export interface AboutGrant extends Contradiction {
  about?: string;
}

/** One side of it, by whose word. */
export interface Side {
  event: string;
  type: string;
  occurred: PartialDate | null;
  says: string;
  source: Pick<Source, 'kind' | 'publisher' | 'url'> | null;
}

export interface Warning extends Contradiction {
  kind: WarningKind;
  /** The first few of `events`, in their order. */
  sides: Side[];
}

/** Sides that are told at most; `events` names all. */
const SHOWN = 6;

/** @param sideOf what an event says; `undefined` for one that is not known here */
export const warningOf = (found: Contradiction, sideOf: (event: string) => Side | undefined): Warning => ({
  ...found,
  kind: KIND_OF[found.code],
  sides: found.events.slice(0, SHOWN).flatMap((event) => sideOf(event) ?? []),
});

/** @param says in a few words, what an event says */
export const sideOf = (
  {
    id,
    event,
  }: { id: string; event: { type: string; occurred?: PartialDate | undefined; source?: Source | undefined } },
  says: string,
): Side => ({
  event: id,
  type: event.type,
  occurred: event.occurred ?? null,
  says,
  source: event.source
    ? {
        kind: event.source.kind,
        publisher: event.source.publisher,
        ...(event.source.url !== undefined && { url: event.source.url }),
      }
    : null,
});
