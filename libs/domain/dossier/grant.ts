import { earlier, END_OF_TIME, type Day } from '../date/day.js';
import { earliest, latest, type PartialDate } from '../date/partial-date.js';
import type { Source } from '../source/source.js';

export interface Reservation {
  text: string;
  due?: PartialDate | undefined;
}

/** One act of the authority in force for a while, as folded from the facts up to a day. */
export interface Grant {
  /** The id of the event that opened it: its name for as long as the ledger lives. */
  id: string;
  decision?: string | undefined;
  validFrom: PartialDate;
  /** From the decision, never computed. Absent: none on record. */
  validUntil?: PartialDate | undefined;
  conditions: string[];
  reservations: Reservation[];
  referential?: string | undefined;
  level?: string | undefined;
  authority?: string | undefined;
  /** Who says that it exists. */
  sources: Source[];
  /** The events that say so, the opening one first. */
  events: string[];
  suspended?: Act | undefined;
  /** Ended before its time: withdrawn, or (without a number) gone from a register. */
  ended?: (Act & { how: 'withdrawn' | 'delisted' }) | undefined;
}

/** What was done to a grant, and by whose word. */
export interface Act {
  day: Day;
  event: string;
  source: Source;
}

export type GrantState = 'in-force' | 'suspended' | 'withdrawn' | 'expired' | 'not-yet-valid';

export const startOf = (grant: Grant): Day => earliest(grant.validFrom);

/** The last day on which it can be in force, if nobody ends it before. */
export const printedEnd = (grant: Grant): Day => (grant.validUntil ? latest(grant.validUntil) : END_OF_TIME);

/** Whether a day falls into its time, suspended or not. */
export const runsOn = (grant: Grant, day: Day): boolean =>
  startOf(grant) <= day && day <= printedEnd(grant) && !(grant.ended && grant.ended.day <= day);

export function grantStateOn(grant: Grant, day: Day): GrantState {
  if (startOf(grant) > day) return 'not-yet-valid';
  if (grant.ended && grant.ended.day <= day) return grant.ended.how === 'withdrawn' ? 'withdrawn' : 'expired';
  if (printedEnd(grant) < day) return 'expired';
  return grant.suspended ? 'suspended' : 'in-force';
}

/** The day its time ends: the printed one, or that of a withdrawal before it. */
export const endOf = (grant: Grant): Day => earlier(grant.ended?.day ?? END_OF_TIME, printedEnd(grant));
