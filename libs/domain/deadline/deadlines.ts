import { addDays, type Day, earlier, END_OF_TIME } from '../date/day.js';
import { latest, earliest } from '../date/partial-date.js';
import { lastActivity } from '../dossier/activity.js';
import type { DatedFact, DossierFacts } from '../dossier/facts.js';
import { canBeInForce, type Grant, lastDayOf, startOf, successorOf } from '../dossier/grant.js';
import { memoizeLast } from '../memoize.js';
import { targetsFrom } from '../dossier/progress.js';
import { type Span, spansOf, changePoints } from '../dossier/spans.js';
import {
  type DossierState,
  isConfirmedOn,
  isOpen,
  type EstablishedStatus,
  stateOn,
  type Status,
} from '../dossier/status.js';
import { versionOf } from '../dossier/validity.js';
import { is } from '../event/dossier-events.js';
import type { Scheme } from '../scheme/scheme.js';
import { movesStatus, confirms } from '../source/source.js';
import { type Deadline, isSettled, stateOf, lastDay } from './deadline.js';
import { endedEarly, familyDeadlines, grantDeadlines, grantKey, surveillanceDeadlines } from './grant-deadlines.js';
import { officerSetDeadlines, targetKey, targetsSetAside } from './officer-deadlines.js';

/**
 * Transitions to a version of the referential before it is required, for every grant and for the pending application. A
 * renewal application repeats no transition of the grant due on the same day.
 */
function transitionDeadlines(reading: DossierState, dossier: string, scheme: Scheme, day: Day): Deadline[] {
  if (!scheme.referentials.some(({ requiredForAll, requiredForNew }) => requiredForAll ?? requiredForNew)) return [];
  const attempts = attemptsIn(reading.known, reading.steps, reading.grants, scheme);
  const ofGrants = reading.grants
    .filter(canBeInForce)
    .flatMap((grant) => grantTransitions(grant, reading, attempts, scheme, day));
  const pendingDues = ofGrants.filter(({ state }) => !isSettled(state)).map(({ due }) => due);
  const ofApplication = applicationTransitions(attempts.at(-1), dossier, scheme, day);
  return [...ofGrants, ...ofApplication.filter(({ due }) => !pendingDues.includes(due))];
}

/**
 * The versions required for all before the end of a grant under an older one. A grant that ends by then only has the deadline
 * of its end.
 */
function grantTransitions(
  grant: Grant,
  reading: DossierState,
  attempts: readonly Attempt[],
  scheme: Scheme,
  day: Day,
): Deadline[] {
  const from = versionIndex(grant, scheme);
  if (from < 0) return [];
  const [end, graceEnds] = [endOf(grant, scheme), scheme.referentials[from]?.graceEnds];
  const last = graceEnds && earlier(graceEnds, end);
  const confirmed = isConfirmedOn(grant, scheme, day);
  return scheme.referentials.flatMap(({ version, draft, requiredForAll: required }, to) => {
    if (to <= from || draft || required === undefined || end <= required) return [];
    const key = `transition/${grantKey(reading.grants, grant)}/${version}`;
    const met = isUnderWay(grant, to, reading, attempts, scheme, day);
    const settled = { met, cancelled: isOver(grant, reading, scheme, day) };
    return [transitionDeadline({ key, from, to, required, last, event: grant.id, confirmed, settled }, scheme, day)];
  });
}

/** By an application or another grant under this or a later version. An announcement is not enough. */
function isUnderWay(
  grant: Grant,
  to: number,
  { grants }: DossierState,
  attempts: readonly Attempt[],
  scheme: Scheme,
  day: Day,
): boolean {
  const since = startOf(grant);
  const filed = attempts
    .flatMap(({ positions }) => positions)
    .some((at) => at.filed && at.version >= to && at.day > since);
  return (
    filed ||
    grants.some(
      (other) =>
        other !== grant && startOf(other) >= since && !endedEarly(other, day) && versionIndex(other, scheme) >= to,
    )
  );
}

/** Ended early, or succeeded by a grant that has a transition of its own. */
const isOver = (grant: Grant, { grants }: DossierState, { family }: Scheme, day: Day): boolean =>
  endedEarly(grant, day) ||
  grant.ended?.how === 'succeeded' ||
  successorOf(grant, grants) !== undefined ||
  (family === 'duty' && lastDayOf(grant) < day);

/** A duty that is met lasts to its stated end; a report lasts as long as it is current. */
function endOf(grant: Grant, { family }: Scheme): Day {
  switch (family) {
    case 'decision':
      return lastDayOf(grant);
    case 'report':
      return grant.validity.currentUntil ?? END_OF_TIME;
    case 'duty':
      return grant.validUntil ? latest(grant.validUntil) : END_OF_TIME;
  }
}

/**
 * For the last attempt: an application under an older version has to move to the version required for all, and an intent has
 * to be filed while its version is open to new applications.
 */
function applicationTransitions(attempt: Attempt | undefined, dossier: string, scheme: Scheme, day: Day): Deadline[] {
  if (!attempt) return [];
  return scheme.referentials.flatMap(({ version, draft, requiredForAll, requiredForNew }, to) => {
    if (draft) return [];
    const [toMove, toFile] = [`transition/${dossier}/${version}`, `transition-new/${dossier}/${version}`];
    return [
      ...applicationDeadline({ key: toMove, to, filed: true, required: requiredForAll }, attempt, scheme, day),
      ...applicationDeadline({ key: toFile, to, filed: false, required: requiredForNew }, attempt, scheme, day),
    ];
  });
}

interface Asked {
  key: string;
  to: number;
  /** Applies to filed applications, else to those not yet filed. */
  filed: boolean;
  required: Day | undefined;
}

/** Exists since the attempt was first under an older version. Met by this or a later version; for an intent, by filing. */
function applicationDeadline(
  { key, to, filed, required }: Asked,
  attempt: Attempt,
  scheme: Scheme,
  day: Day,
): Deadline[] {
  const [now, first] = [
    attempt.positions.at(-1),
    attempt.positions.find((at) => at.filed === filed && at.version >= 0 && at.version < to),
  ];
  if (required === undefined || !now || !first) return [];
  const { closed } = attempt;
  const granted = typeof closed === 'object' && closed.granted >= to;
  const met = granted || now.version >= to || (!filed && now.filed);
  const settled = { met, cancelled: closed !== undefined };
  const last = filed ? scheme.referentials[first.version]?.graceEnds : undefined;
  const { version: from, event, confirmed } = first;
  return [transitionDeadline({ key, from, to, required, last, event, confirmed, settled }, scheme, day)];
}

interface Transition {
  key: string;
  /** Indexes of the old and the new version in the scheme. */
  from: number;
  to: number;
  /** The day from which the new version is required. */
  required: Day;
  /** The last day for a late transition, if known. */
  last: Day | undefined;
  event: string;
  confirmed: boolean;
  settled: { met: boolean; cancelled: boolean };
}

/** Due on the day before the new version is required; a late transition is possible until the grace period of the old one ends. */
function transitionDeadline(transition: Transition, { referentials, warningDays }: Scheme, day: Day): Deadline {
  const { key, from, to, required, last, event, confirmed, settled } = transition;
  const [before, after] = [referentials[from], referentials[to]];
  const due = addDays(required, -1);
  const dates = {
    due,
    opens: earlier(after?.optionalFrom ?? addDays(due, -warningDays), due),
    lapses: last !== undefined && last > due ? last : null,
  };
  const title = `${before?.version ?? ''} → ${after?.version ?? ''}`;
  return { key, kind: 'transition', ...dates, state: stateOf(dates, day, settled), title, event, confirmed };
}

/** One try for the outcome, from the first word of it to a grant, a refusal or an end of the matter. */
interface Attempt {
  positions: VersionPosition[];
  /** Under which version it was granted (-1: nobody knows), or that it came to nothing. */
  closed?: { granted: number } | 'unsuccessful';
}

/** Where an attempt stands after one of its facts. */
interface VersionPosition {
  event: string;
  day: Day;
  /** Place of the version that is sought, in the scheme; -1 while nobody knows. */
  version: number;
  /** Whether there is an application, no longer only words. */
  filed: boolean;
  /** Confirmed by the authority. */
  confirmed: boolean;
}

/** In order; facts of sources that cannot move a status are left out. */
const attemptsIn = memoizeLast(
  (
    known: DossierState['known'],
    steps: DossierState['steps'],
    grants: DossierState['grants'],
    scheme: Scheme,
  ): readonly Attempt[] => {
    const outcomes = new Map(grants.map((grant) => [grant.id, versionIndex(grant, scheme)]));
    const moves = new Set(steps.flatMap((step) => (step.byApplicant && step.gives !== 'granted' ? [step.event] : [])));
    const attempts: Attempt[] = [];
    for (const fact of known) {
      const last = attempts.at(-1);
      const open = last?.closed === undefined ? last : undefined;
      const end = endBy(fact, outcomes);
      if (end !== undefined) {
        if (open) open.closed = end;
        continue;
      }
      const position = after(open?.positions.at(-1), fact, moves.has(fact.id), scheme);
      if (!position) continue;
      if (open) open.positions.push(position);
      else attempts.push({ positions: [position] });
    }
    return attempts;
  },
);

/** Index of the version of a grant in the scheme; -1 if unknown. */
function versionIndex(grant: Grant, scheme: Scheme): number {
  const version = versionOf(grant, scheme);
  return version ? scheme.referentials.indexOf(version) : -1;
}

function endBy({ id, event }: DatedFact, outcomes: ReadonlyMap<string, number>): Attempt['closed'] {
  const granted = outcomes.get(id);
  if (granted !== undefined) return { granted };
  return is(event, 'turn') && movesStatus(event.source) ? 'unsuccessful' : undefined;
}

/** A stated version applies until another is stated; without any, a filing is under the only version open on its day. */
function after(
  before: VersionPosition | undefined,
  fact: DatedFact,
  moves: boolean,
  scheme: Scheme,
): VersionPosition | undefined {
  const { id, day, event } = fact;
  if (!event.source || !movesStatus(event.source) || !(moves || is(event, 'names-version'))) return undefined;
  const filed = moves || (before?.filed ?? false);
  const named = 'referential' in event.data ? indexOf(event.data.referential, scheme) : -1;
  const confirmed = confirms(event.source);
  if (named >= 0) return { event: id, day, version: named, filed, confirmed };
  const sought = before?.version ?? -1;
  const filing = filed && !before?.filed;
  return { event: id, day, version: filing ? Math.max(sought, onlyOneOn(day, scheme)) : sought, filed, confirmed };
}

const indexOf = (named: string | undefined, { referentials }: Scheme): number =>
  referentials.findIndex(({ version }) => version === named);

/** Index of the only version open to new applications on a day; -1 if there are several or none. */
function onlyOneOn(day: Day, { referentials }: Scheme): number {
  const open = referentials.flatMap(
    ({ draft, published, optionalFrom = published, graceEnds = END_OF_TIME }, index) => {
      const over = referentials.slice(index + 1).some(({ requiredForNew = END_OF_TIME }) => requiredForNew <= day);
      return !draft && !over && earlier(published, optionalFrom) <= day && day <= graceEnds ? [index] : [];
    },
  );
  return open.length === 1 ? (open[0] ?? -1) : -1;
}

/** Every deadline of one dossier derived from the facts up to a day, with its state on that day. */
export function deadlinesOf(dossier: string, facts: DossierFacts, scheme: Scheme, day: Day): Deadline[] {
  const state = stateOn(facts, scheme, day);
  const held = { ...state, grants: state.grants.filter(canBeInForce) };
  return [
    ...grantDeadlines(held, scheme, day),
    ...transitionDeadlines(state, dossier, scheme, day),
    ...familyDeadlines(held, scheme, day),
    ...surveillanceDeadlines(state, scheme, day),
    ...targetDeadlines(state, targetsSetAside(facts), scheme, day),
    ...stalenessDeadline(state, dossier, scheme, day),
    ...officerSetDeadlines(facts, dossier, (due) => addDays(due, -scheme.warningDays), day),
  ];
}

/** The deadlines for every day since the start of the dossier, each in the spans over which it is constant. */
export function deadlineSpans(dossier: string, facts: DossierFacts, scheme: Scheme): Span<Deadline>[] {
  const days = changePoints(facts, scheme);
  const begins = days[0] ?? '';
  const on = (day: Day): Deadline[] => deadlinesOf(dossier, facts, scheme, day);
  const lapsing = spansOf(days, on).flatMap(({ value }) => value.map((deadline) => addDays(lastDay(deadline), 1)));
  const spans: Span<Deadline>[] = [];
  for (const { from, to, value } of spansOf([...days, ...lapsing.filter((day) => day > begins)], on))
    for (const deadline of value) {
      const last = spans.findLast((span) => span.value.key === deadline.key);
      if (last && addDays(last.to, 1) === from && JSON.stringify(last.value) === JSON.stringify(deadline)) last.to = to;
      else spans.push({ from, to, value: deadline }); // it may also disappear and reappear
    }
  return spans;
}

/**
 * The deadlines of a dossier on one day, equal to those of `deadlineSpans`, and the first later day on which they may change
 * by the passage of time; `null`: there is none.
 */
export function deadlinesOn(
  dossier: string,
  facts: DossierFacts,
  scheme: Scheme,
  day: Day,
): { deadlines: Deadline[]; nextChange: Day | null } {
  const points = changePoints(facts, scheme, day);
  const begun = (points[0] ?? '') <= day;
  const deadlines = begun ? deadlinesOf(dossier, facts, scheme, day) : [];
  for (const deadline of deadlines) if (deadline.state === 'open') points.push(addDays(lastDay(deadline), 1));
  return { deadlines, nextChange: firstAfter(day, points) };
}

function firstAfter(day: Day, points: readonly Day[]): Day | null {
  let first: Day | null = null;
  for (const point of points) if (point > day && (first === null || point < first)) first = point;
  return first;
}

/** Every target date; a later target does not replace an earlier one. Cancelled by a decision, or set aside by an officer. */
function targetDeadlines(
  { known, countedSteps, grants, established }: DossierState,
  setAside: ReadonlySet<string>,
  scheme: Scheme,
  day: Day,
): Deadline[] {
  const isOver = established.status === 'refused' || established.status === 'abandoned';
  return targetsFrom(known, countedSteps, grants, scheme).map(({ event, due, milestone, reached, confirmed }) => {
    const dates = { due, opens: addDays(earliest(due), -scheme.warningDays), lapses: null };
    const cancelled = isOver || (setAside.size > 0 && setAside.has(targetKey(milestone, due)));
    const state = stateOf(dates, day, { met: reached !== null, cancelled });
    return { key: `target/${event}`, kind: 'target', ...dates, state, title: milestone, event, confirmed };
  });
}

/** The day on which an open dossier becomes stale; moves with every activity, and with acts alone once they made a grant. */
function stalenessDeadline(
  { known, facts, established }: DossierState,
  dossier: string,
  scheme: Scheme,
  day: Day,
): Deadline[] {
  const open = isOpen(established.status);
  const last = lastActivity(open ? known : facts.filter((fact) => fact.day <= day));
  if (!last) return [];
  const due = addDays(last.day, scheme.staleAfterDays);
  const dates = { due, opens: addDays(due, -30), lapses: null };
  const state = stateOf(dates, day, { met: false, cancelled: !open });
  const confirmed = last.event.source !== undefined && confirms(last.event.source);
  return [{ key: `staleness/${dossier}`, kind: 'staleness', ...dates, state, title: null, event: last.id, confirmed }];
}

/** The end of a grant is also a deadline of every active dossier that depends on it. */
export const dependencyEnd = (dependent: string, end: Deadline): Deadline => ({
  ...end,
  key: `dependency-end/${dependent}/${end.key}`,
  kind: 'dependency-end',
});

/** The key by which an end is sorted right before the deadlines that it causes. */
export const causeFirst = (key: string): string => key.replace(/^dependency-end\/[^/]*\/(.*)$/, '$1 $&');

const OVER: ReadonlySet<Status> = new Set(['expired', 'lapsed', 'withdrawn', 'refused', 'abandoned']);

/** Whether a dossier has a grant or may still get one. */
export const isActive = ({ status }: Pick<EstablishedStatus, 'status'>): boolean => !OVER.has(status);
