import { addDays, compareDays, type Day, earlier, END_OF_TIME } from '../date/day.js';
import { earliest, latest, type PartialDate } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import { earlyRecordingDays } from '../warning/warning.js';
import { staleFrom } from './activity.js';
import { dependenciesFrom } from './dependency.js';
import { backdatedActs, type DatedFact, type DossierFacts, inRole } from './facts.js';
import { is } from '../event/dossier-events.js';
import {
  canBeInForce,
  type Grant,
  grantStateOn,
  isConfirmedGrant,
  isExpiring,
  isStartConfirmed,
  lastDayInForce,
  startOf,
} from './grant.js';
import { validityChangePoints } from './validity.js';
import { confirmedAgain, withReadings } from './listings.js';
import { memoizeEach, memoizeLast } from '../memoize.js';
import { firstAnnouncement, reachedFrom, stageOf } from './progress.js';
import { type EstablishedStatus, isStale, stateOn } from './status.js';
import { grantedFrom, type GrantView, serviceOf, soonestEnd, type Standing, standingOn } from './standing.js';
import { holderFrom } from './transfer.js';

/** A value and the days for which it is valid, both included. */
export interface Span<T> {
  from: Day;
  to: Day;
  value: T;
}

/** Earlier than every day that a ledger can hold; the start of a dossier without dated facts. */
export const BEGINNING_OF_TIME: Day = '0001-01-01';

/** The standing of a dossier for every day since its first dated fact, in as few spans as possible. */
export const standingSpans = (facts: DossierFacts, scheme: Scheme): Span<Standing>[] =>
  spansOf(changePoints(facts, scheme), (day) => standingOn(facts, scheme, day));

/**
 * Evaluates a step function of the day on its change points and joins equal neighbours.
 *
 * @param days change points in any order; the function starts on the earliest
 */
export function spansOf<T>(days: readonly Day[], valueOn: (day: Day) => T): Span<T>[] {
  const spans: Span<T>[] = [];
  let before: string | undefined;
  for (const day of [...new Set(days)].sort()) {
    const value = valueOn(day);
    const text = JSON.stringify(value);
    const last = spans.at(-1);
    if (last && text === before) continue;
    before = text;
    if (last) last.to = addDays(day, -1);
    spans.push({ from: day, to: END_OF_TIME, value });
  }
  return spans;
}

/**
 * Every day after a given one on which the standing or a deadline may change; surplus days are harmless. The first is the start
 * of the dossier.
 */
export function changePoints(own: DossierFacts, scheme: Scheme, after: Day = '', pointsOf = changePointsOf): Day[] {
  const facts = withReadings(own, scheme);
  const begin = beginOf(facts, scheme);
  const days = [
    ...facts.dated.flatMap((fact) => changePointsAfter(after, facts, fact, scheme, pointsOf)),
    ...earlyDaysIn(facts),
  ];
  return [begin, ...days.filter((day) => day >= begin && day > after)];
}

/**
 * The day of the first dated fact; the first day of a grant that was published later, where that is earlier; where a fact was
 * still to come when it was recorded, the day of the recording.
 */
export function beginOf(own: DossierFacts, scheme: Scheme): Day {
  const facts = withReadings(own, scheme);
  return [...earlyDaysIn(facts), ...backdatedActs(facts, scheme).map(({ from }) => from)].reduce(
    earlier,
    facts.dated[0]?.day ?? BEGINNING_OF_TIME,
  );
}

const earlyDaysIn = memoizeEach(({ dated }: DossierFacts) => earlyRecordingDays(dated));

/** The days after a given one, until a later reading has confirmed the same. A report counts from the first. */
export function changePointsAfter(
  after: Day,
  facts: DossierFacts,
  fact: DatedFact,
  scheme: Scheme,
  changePointsOfFact: (fact: DatedFact, scheme: Scheme) => readonly Day[],
): readonly Day[] {
  const until = (scheme.family === 'report' ? undefined : confirmedAgain(facts).get(fact)) ?? END_OF_TIME;
  return until <= after ? [] : changePointsOfFact(fact, scheme).filter((day) => day > after && day <= until);
}

/** Days on which this fact alone may change the standing or a deadline. */
const changePointsOf = (fact: DatedFact, scheme: Scheme): Day[] => [
  fact.day,
  ...daysOf(fact).map((day) => staleFrom(day, scheme)),
  ...datedChangePoints(fact, scheme),
];

/** The first and the last day of which it tells. */
const daysOf = ({ day, listing }: DatedFact): Day[] => (listing?.until === undefined ? [day] : [day, listing.until]);

/** Days on which this fact alone may start or end a grant, or open its warning window. */
function grantChangePoints(fact: DatedFact, scheme: Scheme): Day[] {
  const { event } = fact;
  const days = is(event, 'validity') ? daysOf(fact) : [];
  const { validFrom, validUntil, due } = event.data as Record<string, unknown>;
  const points = days.flatMap((day) => validityChangePoints(day, { validFrom, validUntil, due }, scheme));
  if (typeof validFrom === 'string') points.push(earliest(validFrom));
  if (typeof validUntil === 'string')
    points.push(addDays(latest(validUntil), 1), addDays(earliest(validUntil), -scheme.warningDays));
  return points;
}

function datedChangePoints(fact: DatedFact, scheme: Scheme): Day[] {
  const { validUntil, target, due } = fact.event.data as Record<string, unknown>;
  const points = grantChangePoints(fact, scheme);
  if (typeof validUntil === 'string') points.push(addDays(earliest(validUntil), -(scheme.renewalDays ?? 0)));
  for (const date of [target, due]) if (typeof date === 'string') points.push(earliest(date), addDays(latest(date), 1));
  return points;
}

/**
 * The part of a standing by which dossiers are filtered, sorted, compared and counted. It changes far less often than the
 * whole standing.
 */
export interface Outline extends Pick<
  Standing,
  | 'provider'
  | 'service'
  | 'status'
  | 'confirmed'
  | 'expiring'
  | 'stale'
  | 'announced'
  | 'stage'
  | 'milestones'
  | 'dependsOn'
  | 'grantedFrom'
> {
  grants: Pick<GrantView, 'id' | 'decision' | 'validUntil' | 'state' | 'confirmed' | 'referential' | 'level'>[];
  /** The soonest last day of a grant in force. */
  grantEnd: Day | null;
  /** The start of the first grant; `dated`: a source says so, not only a list that it is on. */
  granted: { occurred: PartialDate; confirmed: boolean; dated: boolean } | null;
  /** As told of the latest grant, otherwise by the latest listing. */
  level: string | null;
  /** Since when nothing is pending without a grant: refused, abandoned, or no longer listed by the authority. */
  ended: Day | null;
}

/** Memoized: most days have the same steps as the day before. */
const reachedBy = memoizeLast(reachedFrom);

export function outlineOn(facts: DossierFacts, scheme: Scheme, day: Day): Outline {
  const { known, grants, former, steps, cycle, established, heard } = stateOn(facts, scheme, day);
  const milestones = reachedBy(steps);
  const states = [...former, ...grants].map((grant) => ({ grant, state: grantStateOn(grant, day) }));
  return {
    provider: holderFrom(facts, known),
    service: serviceOf(known, facts.undated),
    status: established.status,
    confirmed: established.confirmed,
    expiring: isExpiring(grants, scheme, day),
    stale: isStale({ status: established.status, heard, grants }, scheme, day),
    announced: firstAnnouncement(known),
    stage: stageOf(cycle.length === steps.length ? milestones : reachedFrom(cycle)),
    milestones,
    grants: states.map(({ grant, state }) => ({
      id: grant.id,
      decision: grant.decision ?? null,
      validUntil: grant.validUntil ?? null,
      state,
      confirmed: isConfirmedGrant(grant),
      referential: grant.referential ?? null,
      level: grant.level ?? null,
    })),
    grantedFrom: grantedFrom(grants, day),
    grantEnd: soonestEnd(states.map(({ grant, state }) => ({ state, runsUntil: lastDayInForce(grant) }))),
    dependsOn: dependenciesFrom(known),
    granted: firstGranted(grants, day),
    level: grants.findLast(({ level }) => level !== undefined)?.level ?? listedLevel(known),
    ended: endedOn(known, established),
  };
}

function firstGranted(grants: readonly Grant[], day: Day): Outline['granted'] {
  const [first] = grants
    .filter((grant) => startOf(grant) <= day && canBeInForce(grant) && grant.ended?.how !== 'refuted')
    .toSorted((one, other) => compareDays(startOf(one), startOf(other)));
  if (!first) return null;
  return { occurred: first.validFrom, confirmed: isStartConfirmed(first), dated: first.startSource !== undefined };
}

const listedLevel = (known: readonly DatedFact[]): string | null =>
  inRole(known, 'observation').findLast(({ event }) => event.data.level !== undefined)?.event.data.level ?? null;

function endedOn(known: readonly DatedFact[], established: EstablishedStatus): Day | null {
  const { status, events, absence } = established;
  if (status === 'refused' || status === 'abandoned') return known.find(({ id }) => events.includes(id))?.day ?? null;
  return absence?.day ?? null;
}

/** The next day on which a listing is outdated, unless a later one moves it: so it is none of the change points of a fact. */
export const nextOutdated = (facts: DossierFacts, scheme: Scheme, day: Day): Day | undefined =>
  stateOn(facts, scheme, day)
    .grants.flatMap(({ onlyListed, lastListed }) =>
      onlyListed && lastListed !== undefined ? staleFrom(lastListed, scheme) : [],
    )
    .filter((outdated) => outdated > day)
    .sort()[0];

/** Days on which this fact alone may change the status or suspend a grant: none of a target or another deadline. */
export const statusChangePoints = (fact: DatedFact, scheme: Scheme): Day[] => [
  ...outlineChangePoints(fact, scheme),
  ...(is(fact.event, 'observation') ? daysOf(fact).map((day) => staleFrom(day, scheme)) : []),
];

/** Days on which this fact alone may change an outline, apart from `stalenessDays` and `nextOutdated`. */
export const outlineChangePoints = (fact: DatedFact, scheme: Scheme): Day[] => [
  fact.day,
  ...grantChangePoints(fact, scheme),
];
