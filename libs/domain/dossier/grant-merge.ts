import { daysBetween } from '../date/day.js';
import { areApart, earliest, latest } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import type { AboutGrant } from '../warning/warning.js';
import { type Act, type Grant, running, runsOn, type ClaimSource, startOf } from './grant.js';

/** Starts that are this far apart, or farther, are those of two grants. */
export const SAME_GRANT_DAYS = 183;

export const areNear = (one: Grant, other: Grant): boolean =>
  Math.abs(daysBetween(startOf(one), startOf(other))) < SAME_GRANT_DAYS;

/** Adds the word of another source to a grant that is known. */
export function corroborate(folded: Grants, known: Grant, word: Grant, scheme: Scheme): Grants {
  const { grant, warnings } = mergeClaim({ grant: known, warnings: folded.warnings }, word, scheme);
  return { ...replace(folded, known, grant), warnings };
}

interface Merged {
  grant: Grant;
  warnings: readonly AboutGrant[];
}

/** What is known stands, but for dates that a better source says otherwise; what is not known is filled in. */
export function mergeClaim({ grant: known, warnings }: Merged, word: Grant, scheme: Scheme): Merged {
  const start = isBetterStart(known, word) ? word : known;
  const end = isBetter(word.endSaid, known.endSaid) ? word : known;
  const grant = running(
    {
      ...known,
      issued: known.issued || word.issued,
      decision: known.decision ?? word.decision,
      validFrom: start.validFrom,
      startSaid: start.startSaid,
      validUntil: end.validUntil,
      endSaid: end.endSaid,
      conditions: known.conditions.length > 0 ? known.conditions : word.conditions,
      reservations: known.reservations.length > 0 ? known.reservations : word.reservations,
      referential: known.referential ?? word.referential,
      level: known.level ?? word.level,
      authority: known.authority ?? word.authority,
      sources: [...known.sources, ...word.sources],
      events: [...known.events, ...word.events],
      owed: { ...known.owed, ...word.owed },
    },
    scheme,
  );
  return { grant, warnings: [...warnings, ...startDiffers(known, word), ...endDiffers(known, word)] };
}

const isBetter = (word: ClaimSource | undefined, known: ClaimSource | undefined): boolean =>
  word !== undefined && (known === undefined || word.rank < known.rank);

/** Who only saw it on a day is told by another when it had begun, if that was before. */
const isBetterStart = (known: Grant, word: Grant): boolean =>
  isBetter(word.startSaid, known.startSaid) &&
  (known.startSaid ? areNear(known, word) : earliest(word.validFrom) <= startOf(known));

function startDiffers(known: Grant, word: Grant): AboutGrant[] {
  if (!known.startSaid || !word.startSaid || !areNear(known, word)) return [];
  if (!areApart(known.validFrom, word.validFrom)) return [];
  const [better, other] = isBetter(word.startSaid, known.startSaid) ? [word, known] : [known, word];
  const params = { from: better.validFrom, other: other.validFrom };
  const events = [better.startSaid?.event ?? better.id, other.startSaid?.event ?? other.id];
  return [{ code: 'start-differs', params, events, about: known.id }];
}

function endDiffers(known: Grant, word: Grant): AboutGrant[] {
  if (!known.validUntil || !word.validUntil || !areApart(known.validUntil, word.validUntil)) return [];
  const [better, other] = isBetter(word.endSaid, known.endSaid) ? [word, known] : [known, word];
  const params = { until: better.validUntil ?? '', other: other.validUntil ?? '' };
  const events = [better.endSaid?.event ?? better.id, other.endSaid?.event ?? other.id];
  return [{ code: 'end-differs', params, events, about: known.id }];
}

/** A report or an attestation that runs when the next one starts is followed by it; decisions stand side by side. */
export const followed = (known: Grant, next: Grant, act: Act, { family }: Scheme): Grant =>
  family !== 'decision' && runsOn(known, act.day) && !(family === 'report' && coversLater(known, next))
    ? { ...known, ended: { ...act, how: 'succeeded' } }
    : known;

/** A report on an older period, which comes to light while a newer one runs, is followed by that at once. */
export function unlessOlder(next: Grant, others: readonly Grant[], day: string, act: Act, { family }: Scheme): Grant {
  const older = family === 'report' && others.some((known) => runsOn(known, day) && coversLater(known, next));
  return older ? { ...next, ended: { ...act, how: 'succeeded' } } : next;
}

/** Whether both name the end of their periods, and those cannot be the same. */
export const arePeriodsApart = ({ validUntil: one }: Grant, { validUntil: other }: Grant): boolean =>
  one !== undefined && other !== undefined && areApart(one, other);

const coversLater = (known: Grant, next: Grant): boolean =>
  known.validUntil !== undefined &&
  next.validUntil !== undefined &&
  areApart(known.validUntil, next.validUntil) &&
  latest(known.validUntil) > latest(next.validUntil);

/** The grants that the facts up to some day make, oldest first, and where the facts contradict each other. */
export interface Grants {
  grants: readonly Grant[];
  warnings: readonly AboutGrant[];
}

/** The grant with that decision number, else (when no number is said) the one running that day. */
export function named({ grants }: Grants, decision: string | undefined, day: string): Grant | undefined {
  return decision === undefined
    ? grants.findLast((grant) => runsOn(grant, day))
    : grants.findLast((grant) => grant.decision === decision);
}

export const unnumberedOn = ({ grants }: Grants, day: string): Grant | undefined =>
  grants.findLast((grant) => grant.decision === undefined && runsOn(grant, day));

export const replace = (folded: Grants, old: Grant, by: Grant): Grants => ({
  ...folded,
  grants: folded.grants.map((grant) => (grant === old ? by : grant)),
});

export const warn = (folded: Grants, ...warnings: AboutGrant[]): Grants =>
  warnings.length === 0 ? folded : { ...folded, warnings: [...folded.warnings, ...warnings] };
