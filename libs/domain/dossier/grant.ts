import { addDays, compareDays, type Day, earlier, END_OF_TIME } from '../date/day.js';
import { type PartialDate, PartialDateSchema } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import { z } from 'zod';
import { confirms, isClaim, LAST_CONFIRMING_RANK, rank, type Source } from '../source/source.js';
import { fold } from '../text/text.js';

export const Reservation = z.strictObject({ text: z.string(), due: PartialDateSchema.optional() });
export type Reservation = z.infer<typeof Reservation>;

/** The event that states a date, and the rank of its source. */
export interface ClaimSource {
  event: string;
  rank: number;
  day: Day;
}

/** A grant as stated by its sources. */
export interface GrantDetails {
  /** Id of the event that opened it; never changes. */
  id: string;
  /** The earliest day of that event. */
  opened: Day;
  /** Whether the decision or report itself is on record, not only an announcement or a listing. */
  issued: boolean;
  decision?: string | undefined;
  validFrom: PartialDate;
  /** Absent if only a register shows the grant, which proves that it had started but not when. */
  startSource?: ClaimSource | undefined;
  /** Whether a source gives the start by itself, not only the day of its event. */
  datedStart: boolean;
  /** The first day in force, where a register that was read after its start still said otherwise. */
  countsFrom?: Day | undefined;
  /** From the decision, never computed. Absent: none on record. Of a report: the end of the period that it covers. */
  validUntil?: PartialDate | undefined;
  endSource?: ClaimSource | undefined;
  conditions: string[];
  reservations: Reservation[];
  /** Whether some were lifted: who tells of the grant again does not bring them back. */
  lifted?: boolean | undefined;
  referential?: string | undefined;
  level?: string | undefined;
  authority?: string | undefined;
  /** The sources that state that it exists. */
  sources: Source[];
  /** The events of these sources, the opening one first. */
  events: string[];
  /** Later decisions under the same number that changed it. */
  amendments: string[];
  /** The last day on which a register of the authority listed it as granted. */
  lastListed?: Day | undefined;
  /** Whether the authority says so in registers only. */
  onlyListed: boolean;
  /** Slug of the register that was read, if its readings alone tell of it. */
  listedBy?: string | undefined;
  /** Of duties that were kept up: the day by which each has to be again, by its code. */
  dutiesDue: Readonly<Record<string, Day>>;
}

/** A grant as derived from the facts up to a day. */
export interface Grant extends GrantDetails {
  validity: Validity;
  suspended?: Suspension | undefined;
  /** Since when a register of the authority has not listed it any more. */
  unlisted?: Act | undefined;
  /** Ended before its time: withdrawn, gone from a register, followed by another, or part of one that is better known. */
  ended?: (Act & { how: 'withdrawn' | 'delisted' | 'refuted' | 'succeeded' | 'absorbed' }) | undefined;
}

/** The validity of a grant by the family of its scheme, unless it is ended early. */
export interface Validity {
  /** First day in force. */
  from: Day;
  /** Last day in force. */
  to: Day;
  /** The earliest day that the stated end can mean, on which the warning window is based. `undefined`: no end. */
  ends?: Day | undefined;
  /** For a report: the last day on which it counts as current. For a duty: the last day before it lapses. */
  currentUntil?: Day | undefined;
  /** The version granted under, if its grace period ends before the stated end. */
  cutShort?: { version: string; until: Day } | undefined;
}

/** At least one of them. Passed surveillance ends only what failed surveillance has brought about, a listing only a listing. */
interface Suspension {
  ordered?: Act | undefined;
  failed?: Act | undefined;
  /** By the name of the register, as compared. */
  listed?: Readonly<Record<string, Act>> | undefined;
}

/** What is left of a suspension, if anything. */
export function remaining(left: Suspension): Suspension | undefined {
  return suspensionsOf({ suspended: left }).length > 0 ? left : undefined;
}

/** What the suspension of a grant rests on; empty: it is not suspended. */
export const suspensionsOf = ({ suspended }: Pick<Grant, 'suspended'>): Act[] =>
  [suspended?.ordered, suspended?.failed, ...Object.values(suspended?.listed ?? {})].filter((act) => act !== undefined);

/** An act on a grant: date, event and source. */
export interface Act {
  day: Day;
  event: string;
  source: Source;
}

export const GrantState = z.enum(['in-force', 'suspended', 'withdrawn', 'expired', 'refuted', 'not-yet-valid']);
export type GrantState = z.infer<typeof GrantState>;

export const startOf = (grant: Grant): Day => grant.validity.from;

/** Last day of validity, unless it is ended early. */
export const lastDayOf = (grant: Grant): Day => grant.validity.to;

/** Whether the grant is valid on a day; a suspended grant counts as valid. */
export const isWithinValidity = (grant: Grant, day: Day): boolean =>
  startOf(grant) <= day && day <= lastDayOf(grant) && !(grant.ended && grant.ended.day <= day);

const STATE_AFTER = {
  withdrawn: 'withdrawn',
  refuted: 'refuted',
  delisted: 'expired',
  succeeded: 'expired',
  absorbed: 'expired',
} as const;

export function grantStateOn(grant: Grant, day: Day): GrantState {
  if (startOf(grant) > day) return 'not-yet-valid';
  if (grant.ended && grant.ended.day <= day) return STATE_AFTER[grant.ended.how];
  if (lastDayOf(grant) < day) return 'expired';
  return grant.suspended ? 'suspended' : 'in-force';
}

/** Whether its version and its end leave it a day: one that is over before its start is none. */
export const canBeInForce = (grant: Grant): boolean => startOf(grant) <= lastDayOf(grant);

/** Its first day. One that is withdrawn before, or that has none, has had its time on the day of the withdrawal. */
export const beginningOf = (grant: Grant): Day =>
  earlier(
    canBeInForce(grant) ? startOf(grant) : END_OF_TIME,
    grant.ended?.how === 'withdrawn' ? grant.ended.day : END_OF_TIME,
  );

/** Whether its time had begun by a day. */
export const hasBegunBy = (grant: Grant, day: Day): boolean => beginningOf(grant) <= day;

/** Whether it is decided and not yet valid on a day, and will be. */
export const isComing = (grant: Grant, day: Day): boolean =>
  startOf(grant) > day && canBeInForce(grant) && !(grant.ended && grant.ended.day <= startOf(grant));

/** Those that are decided and not yet valid on a day, the next one first. */
export const comingGrants = (grants: readonly Grant[], day: Day): Grant[] =>
  grants.filter((grant) => isComing(grant, day)).toSorted((one, other) => compareDays(startOf(one), startOf(other)));

/** Of the grants that had begun by a day, the one whose end is the latest. */
export const lastEnded = (grants: readonly Grant[], day: Day): Grant | undefined =>
  grants
    .filter((grant) => hasBegunBy(grant, day) && grant.ended?.how !== 'refuted')
    .toSorted((one, other) => compareDays(endOf(one), endOf(other)))
    .at(-1);

/** Whether it is valid or, where none is, the last that was. */
export const isAskedAbout = (grant: Grant, grants: readonly Grant[], day: Day): boolean =>
  isWithinValidity(grant, day) ||
  (lastEnded(grants, day) === grant && !grants.some((one) => isWithinValidity(one, day)));

/** The end of validity, or the earlier day on which it was ended. */
export const endOf = (grant: Grant): Day => earlier(grant.ended?.day ?? END_OF_TIME, lastDayOf(grant));

/** Last day in force as currently known; `null` if unknown, or if it never is. */
export function lastDayInForce(grant: Grant): Day | null {
  const last = earlier(grant.ended ? addDays(grant.ended.day, -1) : END_OF_TIME, lastDayOf(grant));
  return last === END_OF_TIME || last < startOf(grant) ? null : last;
}

/** Whether it is in force on any day: it can end, or be ended, before it starts. */
export const isEverInForce = (grant: Grant): boolean => isWithinValidity(grant, startOf(grant));

/** Whether the authority confirms the grant. */
export const isConfirmedGrant = (grant: Grant): boolean => grant.sources.some(confirms);

/** Whether the authority confirms the grant and its start. */
export const isStartConfirmed = (grant: Grant): boolean =>
  isConfirmedGrant(grant) && startRank(grant) <= LAST_CONFIRMING_RANK;

/** The rank of the source that gives the start, or of a claim on whose day the grant was listed. 0: it is the day on which the authority listed it. */
export function startRank({ validFrom, countsFrom, datedStart, startSource, sources: [first] }: Grant): number {
  const isOwnStart = datedStart || validFrom !== countsFrom;
  return (isOwnStart ? startSource?.rank : undefined) ?? (first && isClaim(first) ? rank(first) : 0);
}

/** Whether it is absorbed by a better known grant on a day. */
export const isAbsorbedOn = ({ ended }: Grant, day: Day): boolean => ended?.how === 'absorbed' && ended.day <= day;

/**
 * A decision number as it is compared: without a leading word or sign, spaces, punctuation, case and leading zeros.
 * `n° 02118` is `2118`.
 */
const normalNumber = (decision: string): string => {
  const words = fold(decision.replaceAll('°', ' ').replaceAll('º', ' '));
  const bare = words.replace(/^(?:(?:decision|n|no|nr|num|numero|number) )+/, '').replaceAll(' ', '');
  return bare.replace(/^0+(?=.)/, '') || decision;
};

/** Whether two decisions can be one: whoever names no number may mean any. */
export const numbersAgree = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined || normalNumber(one) === normalNumber(other);

/** Whether a grant and a decision are numbered, and by the same. */
export const isUnder = ({ decision: own }: Pick<Grant, 'decision'>, decision: string | undefined): boolean =>
  own !== undefined && decision !== undefined && numbersAgree(own, decision);

/** Whether a grant in force ends within the scheme's warning window and has no successor. */
export const isExpiring = (grants: readonly Grant[], scheme: Scheme, day: Day): boolean =>
  grants.some(
    (grant) =>
      grant.validity.ends !== undefined &&
      addDays(grant.validity.ends, -scheme.warningDays) <= day &&
      isWithinValidity(grant, day) &&
      !successorOf(grant, grants),
  );

/** The grant that is in force on the day after the end of the given one. */
export const successorOf = (grant: Grant, grants: readonly Grant[]): Grant | undefined =>
  grants.find(
    (other) =>
      other !== grant &&
      !other.ended &&
      startOf(other) <= addDays(lastDayOf(grant), 1) &&
      lastDayOf(other) > lastDayOf(grant),
  );
