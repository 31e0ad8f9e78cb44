import { z } from 'zod';
import { addDays, earlier, END_OF_TIME, type Day } from '../date/day.js';
import { PartialDateSchema, type PartialDate } from '../date/partial-date.js';
import { confirms, type Source } from '../source/source.js';

export const Reservation = z.strictObject({ text: z.string(), due: PartialDateSchema.optional() });
export type Reservation = z.infer<typeof Reservation>;

/** Who said something, and how much that word is worth: the rank of the source. */
export interface SaidBy {
  event: string;
  rank: number;
}

/** What sources say of a grant. */
export interface GrantSaid {
  /** The id of the event that opened it: its name for as long as the ledger lives. */
  id: string;
  /** The earliest day of that event. */
  opened: Day;
  /** Whether a decision or report itself is on record, not only somebody who tells of it. */
  issued: boolean;
  decision?: string | undefined;
  validFrom: PartialDate;
  /** Who says that it began then. A register shows only that it had begun. */
  startSaid?: SaidBy | undefined;
  /** From the decision, never computed. Absent: none on record. Of a report: the end of the period that it covers. */
  validUntil?: PartialDate | undefined;
  endSaid?: SaidBy | undefined;
  conditions: string[];
  reservations: Reservation[];
  referential?: string | undefined;
  level?: string | undefined;
  authority?: string | undefined;
  /** Who says that it exists. */
  sources: Source[];
  /** The events that say so, the opening one first. */
  events: string[];
  /** Of duties that were kept up: the day by which each has to be again, by its code. */
  owed: Readonly<Record<string, Day>>;
}

/** One act of the authority in force for a while, as folded from the facts up to a day. */
export interface Grant extends GrantSaid {
  run: Run;
  suspended?: Act | undefined;
  /** Ended before its time: withdrawn, gone from a register, followed by another, or part of one that is better known. */
  ended?: (Act & { how: 'withdrawn' | 'delisted' | 'refuted' | 'succeeded' | 'absorbed' }) | undefined;
}

/** The time of a grant by the nature of its scheme, as long as nobody ends it. */
export interface Run {
  /** The first day on which it is in force. */
  from: Day;
  /** The last one. */
  to: Day;
  /** The day that its end is warned of, at the earliest: the first that its printed end can mean. `undefined`: no end. */
  ends?: Day | undefined;
  /** Of a report: the last day on which it counts as current. Of a duty: the last before it lapses. */
  currentUntil?: Day | undefined;
  /** The version that it was granted under, where the grace of that ends before the printed end does. */
  cutShort?: { version: string; until: Day } | undefined;
}

/** What was done to a grant, and by whose word. */
export interface Act {
  day: Day;
  event: string;
  source: Source;
}

export const GrantState = z.enum(['in-force', 'suspended', 'withdrawn', 'expired', 'refuted', 'not-yet-valid']);
export type GrantState = z.infer<typeof GrantState>;

export const startOf = (grant: Grant): Day => grant.run.from;

/** The last day on which it can be in force, if nobody ends it before. */
export const lastDayOf = (grant: Grant): Day => grant.run.to;

/** Whether a day falls into its time, suspended or not. */
export const runsOn = (grant: Grant, day: Day): boolean =>
  startOf(grant) <= day && day <= lastDayOf(grant) && !(grant.ended && grant.ended.day <= day);

const AFTER = {
  withdrawn: 'withdrawn',
  refuted: 'refuted',
  delisted: 'expired',
  succeeded: 'expired',
  absorbed: 'expired',
} as const;

export function grantStateOn(grant: Grant, day: Day): GrantState {
  if (startOf(grant) > day) return 'not-yet-valid';
  if (grant.ended && grant.ended.day <= day) return AFTER[grant.ended.how];
  if (lastDayOf(grant) < day) return 'expired';
  return grant.suspended ? 'suspended' : 'in-force';
}

/** The day its time ends: the last it can have, or the one on which somebody ended it. */
export const endOf = (grant: Grant): Day => earlier(grant.ended?.day ?? END_OF_TIME, lastDayOf(grant));

/** The last day on which it is in force, as things stand; `null`: none is known. */
export function runsUntil(grant: Grant): Day | null {
  const last = earlier(grant.ended ? addDays(grant.ended.day, -1) : END_OF_TIME, lastDayOf(grant));
  return last === END_OF_TIME ? null : last;
}

/** Whether the authority itself says that it exists. */
export const isVouchedFor = (grant: Grant): boolean => grant.sources.some(confirms);

/** Whether by a day it has become part of a grant that is better known. */
export const isAbsorbedOn = ({ ended }: Grant, day: Day): boolean => ended?.how === 'absorbed' && ended.day <= day;
