import { addDays, type Day, earlier, END_OF_TIME } from '../date/day.js';
import { earliest, latest } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import { earlyRecordingDays } from '../warning/warning.js';
import { dependenciesFrom } from './dependency.js';
import { backdatedActs, type DatedFact, type DossierFact, type DossierFacts } from './facts.js';
import { grantStateOn, isConfirmedGrant, lastDayInForce, validityChangePoints } from './grant.js';
import { memoizeLast } from './memoize.js';
import { firstAnnouncement, reachedFrom, stageOf } from './progress.js';
import { isExpiring, isStale, stateOn } from './status.js';
import { grantedFrom, type GrantView, serviceOf, soonestEnd, type Standing, standingOn } from './standing.js';
import { holderFrom } from './transfer.js';

/** A stretch of days, both included, over which a value stays the same. */
export interface Span<T> {
  from: Day;
  to: Day;
  value: T;
}

/** Earlier than every day that a ledger can hold: where a dossier without a dated fact begins. */
export const BEGINNING_OF_TIME: Day = '0001-01-01';

/** The standing of a dossier for every day since its first dated fact, as few spans as tell it all. */
export const standingSpans = (facts: DossierFacts, scheme: Scheme): Span<Standing>[] =>
  spansOf(changePoints(facts, scheme), (day) => standingOn(facts, scheme, day));

/**
 * A step function of the day, evaluated on the days on which it may turn, equal neighbours joined.
 *
 * @param days in any order; the first is where the function begins
 */
export function spansOf<T>(days: readonly Day[], valueOn: (day: Day) => T): Span<T>[] {
  const spans: Span<T>[] = [];
  for (const day of [...new Set(days)].sort()) {
    const value = valueOn(day);
    const last = spans.at(-1);
    if (last && JSON.stringify(last.value) === JSON.stringify(value)) continue;
    if (last) last.to = addDays(day, -1);
    spans.push({ from: day, to: END_OF_TIME, value });
  }
  return spans;
}

/** Every day on which anything may turn; a few too many do no harm. The first is the day the dossier begins. */
export function changePoints(facts: DossierFacts, scheme: Scheme): Day[] {
  const begin = beginOf(facts);
  const days = [...facts.dated.flatMap((fact) => changePointsOf(fact, scheme)), ...earlyRecordingDays(facts.dated)];
  return [begin, ...days.filter((day) => day >= begin)];
}

/**
 * The day of the first dated fact; the first day of a grant that was published later, where that is earlier; where a fact was
 * still to come when it was recorded, the day of the recording.
 */
export const beginOf = (facts: DossierFacts): Day =>
  [...earlyRecordingDays(facts.dated), ...backdatedActs(facts).map(({ from }) => from)].reduce(
    earlier,
    facts.dated[0]?.day ?? BEGINNING_OF_TIME,
  );

/** The days on which a fact by itself may make something turn. */
const changePointsOf = (fact: DatedFact, scheme: Scheme): Day[] => [
  fact.day,
  addDays(fact.day, scheme.staleAfterDays + 1),
  ...datedChangePoints(fact, scheme),
];

const AFFECTS_VALIDITY: ReadonlySet<DossierFact['event']['type']> = new Set([
  'GrantIssued',
  'GrantAnnounced',
  'RegisterObserved',
  'MilestoneReached',
  'SurveillancePassed',
]);

/** The days on which a fact by itself may make a grant begin, end or be warned of. */
function grantChangePoints({ event, day }: DatedFact, scheme: Scheme): Day[] {
  const { validFrom, validUntil, due } = event.data as Record<string, unknown>;
  const points = AFFECTS_VALIDITY.has(event.type)
    ? validityChangePoints(day, { validFrom, validUntil, due }, scheme)
    : [];
  if (typeof validFrom === 'string') points.push(earliest(validFrom));
  if (event.type === 'RegisterObserved') points.push(addDays(day, scheme.staleAfterDays + 1));
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
 * What of a standing dossiers are chosen, sorted, compared and counted by. It turns far less often than the whole, in
 * which every piece of news shows.
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
  grants: Pick<GrantView, 'id' | 'decision' | 'validUntil' | 'state' | 'confirmed' | 'referential'>[];
  /** The soonest last day of a grant in force. */
  grantEnd: Day | null;
}

/** Few days bring a step. */
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
    })),
    grantedFrom: grantedFrom(grants, day),
    grantEnd: soonestEnd(states.map(({ grant, state }) => ({ state, runsUntil: lastDayInForce(grant) }))),
    dependsOn: dependenciesFrom(known),
  };
}

/** The days on which a fact by itself may make an outline turn; `silences` are the others. */
export const outlineChangePoints = (fact: DatedFact, scheme: Scheme): Day[] => [
  fact.day,
  ...grantChangePoints(fact, scheme),
];
