import { type Day, daysBetween, later } from '../date/day.js';
import { areApart, earliest, latest, type PartialDate } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import type { HowListed } from '../register/entry.js';
import type { GrantAct } from './grant-claims.js';
import type { AboutGrant } from '../warning/warning.js';
import { bestRank } from '../source/source.js';
import {
  type Act,
  canBeInForce,
  type ClaimSource,
  type Grant,
  isConfirmedGrant,
  isWithinValidity,
  numbersAgree,
  startOf,
  isUnder,
} from './grant.js';
import { withValidity } from './validity.js';

/** Starts at least this far apart belong to different grants. */
export const SAME_GRANT_DAYS = 183;

export const areNear = (one: Grant, other: Grant): boolean =>
  Math.abs(daysBetween(statedStart(one), statedStart(other))) < SAME_GRANT_DAYS;

/** The start as it is said, from which a register that lags behind may keep it from counting. */
const statedStart = (grant: Grant): Day =>
  grant.countsFrom === undefined ? startOf(grant) : earliest(grant.validFrom);

/** Adds what another source says to a grant that is known. A claim changes nothing about a grant of the authority. */
export function corroborate(folded: Grants, known: Grant, claimed: Grant, scheme: Scheme): Grants {
  const { grant, warnings } = mergeClaim({ grant: known, warnings: folded.warnings }, claimed, scheme);
  return { ...replace(folded, known, grant), warnings };
}

interface Merged {
  grant: Grant;
  warnings: readonly AboutGrant[];
}

/** Known values win, except over the dates of a better source; missing values are filled in. */
export function mergeClaim({ grant: known, warnings }: Merged, claimed: Grant, scheme: Scheme): Merged {
  // Nothing but readings of one register tell of it: what was read last replaces the rest, and contradicts nothing.
  const relisted = known.listedBy !== undefined && known.listedBy === claimed.listedBy;
  const found = relisted ? [] : differences(known, claimed, scheme);
  const sources = [...known.sources, ...claimed.sources];
  const events = [...known.events, ...claimed.events];
  if (isConfirmedGrant(known) && !isConfirmedGrant(claimed))
    return { grant: { ...known, sources, events }, warnings: [...warnings, ...found] };
  const isRestarted =
    relisted && claimed.startSource !== undefined && areNear(known, claimed) && isRestartable(known, claimed);
  const start = isRestarted || isBetterStart(known, claimed, scheme) ? claimed : known;
  const isExtended = relisted && claimed.endSource !== undefined;
  const end =
    isExtended || amendsEnd(known, claimed, scheme) || isBetter(claimed.endSource, known.endSource) ? claimed : known;
  const amended = isAsGoodAmendment(known, claimed, scheme);
  const grant = withValidity(
    {
      ...known,
      issued: known.issued || claimed.issued,
      decision: known.decision ?? claimed.decision,
      validFrom: start.validFrom,
      startSource: start.startSource,
      datedStart: start.datedStart,
      countsFrom: start === known ? known.countsFrom : undefined,
      suspended: known.suspended ?? claimed.suspended,
      validUntil: end.validUntil,
      endSource: end.endSource,
      conditions: filledIn(known.conditions, claimed.conditions, amended || relisted),
      reservations:
        known.lifted && !amended ? known.reservations : filledIn(known.reservations, claimed.reservations, amended),
      referential: amended ? (claimed.referential ?? known.referential) : (known.referential ?? claimed.referential),
      level:
        relisted || amended || outranks(claimed, known)
          ? (claimed.level ?? known.level)
          : (known.level ?? claimed.level),
      authority: known.authority ?? claimed.authority,
      sources,
      events,
      amendments: amended ? [...known.amendments, claimed.id] : known.amendments,
      lastListed: laterOf(claimed.lastListed, known.lastListed),
      onlyListed: known.onlyListed && claimed.onlyListed,
      listedBy: relisted ? known.listedBy : undefined,
      // A register that shows it again, or a decision, ends its absence from a register.
      unlisted: isConfirmedGrant(claimed) ? undefined : known.unlisted,
      dutiesDue: Object.fromEntries(
        Object.entries({ ...known.dutiesDue, ...claimed.dutiesDue }).map(([duty, due]) => [
          duty,
          laterOf(known.dutiesDue[duty], due) ?? due,
        ]),
      ),
    },
    scheme,
  );
  const shown =
    claimed.lastListed === undefined ? warnings : warnings.filter((one) => !isContradictedListing(one, known));
  return { grant, warnings: [...shown, ...found] };
}

const laterOf = (one: Day | undefined, other: Day | undefined): Day | undefined =>
  one === undefined || other === undefined ? (one ?? other) : later(one, other);

const filledIn = <T>(known: T[], claimed: T[], amended: boolean): T[] =>
  known.length === 0 || (amended && claimed.length > 0) ? claimed : known;

/** A register that shows the grant takes back what a register said against it. */
const isContradictedListing = ({ code, about }: AboutGrant, { id }: Grant): boolean =>
  code === 'listing-contradicts' && about === id;

/** A start that was read later does not undo days on which the register has listed it, nor what it said before it did. */
const isRestartable = (known: Grant, claimed: Grant): boolean =>
  known.countsFrom === undefined && (earliest(claimed.validFrom) <= known.opened || claimed.opened < startOf(known));

/**
 * Whether a decision or a listing is about a grant by its number, and not the next one: it starts within its time, or shortly
 * before, whenever it is published. Reports and duties are followed by the next one.
 */
export const isUnderItsNumber = (known: Grant, claimed: Grant, { family }: Scheme): boolean =>
  family === 'decision' &&
  known.decision !== undefined &&
  claimed.decision !== undefined &&
  numbersAgree(known.decision, claimed.decision) &&
  isWithinValidity(known, areNear(known, claimed) ? later(startOf(known), startOf(claimed)) : startOf(claimed));

/** A later decision, or listing by the authority, under the number of a grant. */
const isAmendment = (known: Grant, claimed: Grant, scheme: Scheme): boolean =>
  (claimed.issued || claimed.onlyListed) && known.opened < claimed.opened && isUnderItsNumber(known, claimed, scheme);

/** Whether it names a later end, if its source ranks as high as that of the end. */
export const endsLater = (known: Grant, { validUntil, endSource }: Grant): boolean =>
  known.endSource !== undefined &&
  validUntil !== undefined &&
  endSource !== undefined &&
  endSource.rank <= known.endSource.rank &&
  latest(validUntil) > latest(known.validUntil ?? validUntil);

/** An amendment by a source that ranks as high as any of the grant: what it gives replaces what was known. */
const isAsGoodAmendment = (known: Grant, claimed: Grant, scheme: Scheme): boolean =>
  isAmendment(known, claimed, scheme) && bestRank(claimed.sources) <= bestRank(known.sources);

/** An amendment that gives no start is dated by itself, which is no start of the grant. */
const isUndatedAmendment = (known: Grant, claimed: Grant, scheme: Scheme): boolean =>
  isAsGoodAmendment(known, claimed, scheme) && !claimed.datedStart;

/**
 * Whether an amendment sets another end: one by a source that ranks worse than that of the end does not. A register may be late,
 * so that what it lists sets none but a later one.
 */
function amendsEnd(known: Grant, claimed: Grant, scheme: Scheme): boolean {
  if (!isAmendment(known, claimed, scheme) || claimed.endSource === undefined) return false;
  if (!claimed.issued) return endsLater(known, claimed);
  const { rank, day } = known.endSource ?? { rank: Infinity, day: '' };
  return claimed.endSource.rank <= rank && day < claimed.endSource.day;
}

const isBetter = (claimed: ClaimSource | undefined, known: ClaimSource | undefined): boolean =>
  claimed !== undefined && (known === undefined || claimed.rank < known.rank);

/** A stated start replaces one inferred from a listing, unless it is later. */
const isBetterStart = (known: Grant, claimed: Grant, scheme: Scheme): boolean =>
  !isUndatedAmendment(known, claimed, scheme) &&
  (known.countsFrom === undefined || claimed.issued) &&
  isBetter(claimed.startSource, known.startSource) &&
  (known.startSource ? areNear(known, claimed) : earliest(claimed.validFrom) <= startOf(known));

/** How another source contradicts what is known of a grant. */
export const differences = (known: Grant, claimed: Grant, scheme: Scheme): AboutGrant[] => [
  ...startDiffers(known, claimed, scheme),
  ...endDiffers(known, claimed, scheme),
  ...levelDiffers(known, claimed, scheme),
];

function startDiffers(known: Grant, claimed: Grant, scheme: Scheme): AboutGrant[] {
  if (!known.startSource || !claimed.startSource || !areNear(known, claimed)) return [];
  if (!areApart(known.validFrom, claimed.validFrom) || isUndatedAmendment(known, claimed, scheme)) return [];
  const [better, other] = isBetter(claimed.startSource, known.startSource) ? [claimed, known] : [known, claimed];
  const params = { from: better.validFrom, other: other.validFrom };
  const events = [better.startSource?.event ?? better.id, other.startSource?.event ?? other.id];
  return [{ code: 'start-differs', params, events, about: known.id }];
}

function endDiffers(known: Grant, claimed: Grant, scheme: Scheme): AboutGrant[] {
  if (!known.validUntil || !claimed.validUntil || !areApart(known.validUntil, claimed.validUntil)) return [];
  if (amendsEnd(known, claimed, scheme)) return [];
  const [better, other] = isBetter(claimed.endSource, known.endSource) ? [claimed, known] : [known, claimed];
  const params = { until: better.validUntil ?? '', other: other.validUntil ?? '' };
  const events = [better.endSource?.event ?? better.id, other.endSource?.event ?? other.id];
  return [{ code: 'end-differs', params, events, about: known.id }];
}

function levelDiffers(known: Grant, claimed: Grant, scheme: Scheme): AboutGrant[] {
  const [better, other] = outranks(claimed, known) ? [claimed, known] : [known, claimed];
  if (!better.level || !other.level || better.level === other.level) return [];
  if (isAsGoodAmendment(known, claimed, scheme)) return [];
  const events = [better.amendments.at(-1) ?? better.id, other.amendments.at(-1) ?? other.id];
  return [{ code: 'level-differs', params: { level: better.level, other: other.level }, events, about: known.id }];
}

const outranks = (one: Grant, other: Grant): boolean => bestRank(one.sources) < bestRank(other.sources);

/** A report or an attestation valid when the next one starts is succeeded by it; decisions may be valid in parallel. */
export const succeededBy = (known: Grant, next: Grant, act: Act, { family }: Scheme): Grant =>
  family !== 'decision' &&
  canBeInForce(next) &&
  isWithinValidity(known, act.day) &&
  !(family === 'report' && coversLater(known, next))
    ? { ...known, ended: { ...act, how: 'succeeded' } }
    : known;

/** A report on an older period, recorded while a newer one is valid, is succeeded at once. */
export function succeededIfOlder(
  next: Grant,
  others: readonly Grant[],
  day: string,
  act: Act,
  { family }: Scheme,
): Grant {
  const older = family === 'report' && others.some((known) => isWithinValidity(known, day) && coversLater(known, next));
  return older ? { ...next, ended: { ...act, how: 'succeeded' } } : next;
}

/** Whether both state the end of their periods, and these cannot be the same day. */
export const arePeriodsApart = ({ validUntil: one }: Grant, { validUntil: other }: Grant): boolean =>
  one !== undefined && other !== undefined && areApart(one, other);

const coversLater = (known: Grant, next: Grant): boolean =>
  known.validUntil !== undefined &&
  next.validUntil !== undefined &&
  areApart(known.validUntil, next.validUntil) &&
  latest(known.validUntil) > latest(next.validUntil);

/** What a register lists as suspended or over. */
export interface ListedOver {
  listing: HowListed;
  decision: string | undefined;
  start: PartialDate | undefined;
  /** Of the best source that said so since it was listed otherwise. */
  rank: number;
}

/** The grants according to the facts up to a day, oldest first, and the contradictions found. */
export interface Grants {
  grants: readonly Grant[];
  warnings: readonly AboutGrant[];
  /** The furthest that each register, by its name as compared, has listed the service. */
  registers: Readonly<Record<string, 'in-progress' | 'granted'>>;
  /** How each register, by its name as compared, lists the service, since when without a break, and what it lists as suspended or over. */
  listed: Readonly<Record<string, { listing: HowListed; since: Day; over: readonly ListedOver[] }>>;
  /** By the id of a listing, the last reading that confirmed it. */
  confirmations: Readonly<Record<string, string>>;
  /** What was done to grants before they were published. */
  unplaced: readonly GrantAct[];
}

/** The grant with that decision number; without a number, the one valid that day. */
export function findGrant({ grants }: Grants, decision: string | undefined, day: string): Grant | undefined {
  return decision === undefined
    ? grants.findLast((grant) => isWithinValidity(grant, day))
    : grants.findLast((grant) => isUnder(grant, decision) && canBeInForce(grant));
}

export const unnumberedOn = ({ grants }: Grants, day: string): Grant | undefined =>
  grants.findLast((grant) => grant.decision === undefined && isWithinValidity(grant, day));

export const replace = (folded: Grants, old: Grant, by: Grant): Grants => ({
  ...folded,
  grants: folded.grants.map((grant) => (grant === old ? by : grant)),
});

export const warn = (folded: Grants, ...warnings: AboutGrant[]): Grants =>
  warnings.length === 0 ? folded : { ...folded, warnings: [...folded.warnings, ...warnings] };
