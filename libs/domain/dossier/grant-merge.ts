import { daysBetween } from '../date/day.js';
import { areApart, earliest, latest } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import type { AboutGrant } from '../warning/warning.js';
import { type Act, type Grant, withValidity, isWithinValidity, type ClaimSource, startOf } from './grant.js';

/** Starts at least this far apart belong to different grants. */
export const SAME_GRANT_DAYS = 183;

export const areNear = (one: Grant, other: Grant): boolean =>
  Math.abs(daysBetween(startOf(one), startOf(other))) < SAME_GRANT_DAYS;

/** Merges the claim of another source into a known grant. */
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
  const start = isBetterStart(known, claimed) ? claimed : known;
  const end = isBetter(claimed.endSource, known.endSource) ? claimed : known;
  const grant = withValidity(
    {
      ...known,
      issued: known.issued || claimed.issued,
      decision: known.decision ?? claimed.decision,
      validFrom: start.validFrom,
      startSource: start.startSource,
      validUntil: end.validUntil,
      endSource: end.endSource,
      conditions: known.conditions.length > 0 ? known.conditions : claimed.conditions,
      reservations: known.reservations.length > 0 ? known.reservations : claimed.reservations,
      referential: known.referential ?? claimed.referential,
      level: known.level ?? claimed.level,
      authority: known.authority ?? claimed.authority,
      sources: [...known.sources, ...claimed.sources],
      events: [...known.events, ...claimed.events],
      dutiesDue: { ...known.dutiesDue, ...claimed.dutiesDue },
    },
    scheme,
  );
  return { grant, warnings: [...warnings, ...startDiffers(known, claimed), ...endDiffers(known, claimed)] };
}

const isBetter = (claimed: ClaimSource | undefined, known: ClaimSource | undefined): boolean =>
  claimed !== undefined && (known === undefined || claimed.rank < known.rank);

/** A stated start replaces one inferred from a listing, unless it is later. */
const isBetterStart = (known: Grant, claimed: Grant): boolean =>
  isBetter(claimed.startSource, known.startSource) &&
  (known.startSource ? areNear(known, claimed) : earliest(claimed.validFrom) <= startOf(known));

function startDiffers(known: Grant, claimed: Grant): AboutGrant[] {
  if (!known.startSource || !claimed.startSource || !areNear(known, claimed)) return [];
  if (!areApart(known.validFrom, claimed.validFrom)) return [];
  const [better, other] = isBetter(claimed.startSource, known.startSource) ? [claimed, known] : [known, claimed];
  const params = { from: better.validFrom, other: other.validFrom };
  const events = [better.startSource?.event ?? better.id, other.startSource?.event ?? other.id];
  return [{ code: 'start-differs', params, events, about: known.id }];
}

function endDiffers(known: Grant, claimed: Grant): AboutGrant[] {
  if (!known.validUntil || !claimed.validUntil || !areApart(known.validUntil, claimed.validUntil)) return [];
  const [better, other] = isBetter(claimed.endSource, known.endSource) ? [claimed, known] : [known, claimed];
  const params = { until: better.validUntil ?? '', other: other.validUntil ?? '' };
  const events = [better.endSource?.event ?? better.id, other.endSource?.event ?? other.id];
  return [{ code: 'end-differs', params, events, about: known.id }];
}

/** A report or an attestation valid when the next one starts is succeeded by it; decisions may be valid in parallel. */
export const succeededBy = (known: Grant, next: Grant, act: Act, { family }: Scheme): Grant =>
  family !== 'decision' && isWithinValidity(known, act.day) && !(family === 'report' && coversLater(known, next))
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

/** The grants according to the facts up to a day, oldest first, and the contradictions found. */
export interface Grants {
  grants: readonly Grant[];
  warnings: readonly AboutGrant[];
}

/** The grant with that decision number; without a number, the one valid that day. */
export function findGrant({ grants }: Grants, decision: string | undefined, day: string): Grant | undefined {
  return decision === undefined
    ? grants.findLast((grant) => isWithinValidity(grant, day))
    : grants.findLast((grant) => grant.decision === decision);
}

export const unnumberedOn = ({ grants }: Grants, day: string): Grant | undefined =>
  grants.findLast((grant) => grant.decision === undefined && isWithinValidity(grant, day));

export const replace = (folded: Grants, old: Grant, by: Grant): Grants => ({
  ...folded,
  grants: folded.grants.map((grant) => (grant === old ? by : grant)),
});

export const warn = (folded: Grants, ...warnings: AboutGrant[]): Grants =>
  warnings.length === 0 ? folded : { ...folded, warnings: [...folded.warnings, ...warnings] };
