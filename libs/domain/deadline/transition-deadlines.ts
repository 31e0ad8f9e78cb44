import { addDays, type Day, earlier, END_OF_TIME } from '../date/day.js';
import { latest } from '../date/partial-date.js';
import type { DatedFact } from '../dossier/facts.js';
import { type Grant, isConfirmedGrant, lastDayOf, startOf, versionOf } from '../dossier/grant.js';
import { type DossierState, successorOf } from '../dossier/status.js';
import type { Scheme } from '../scheme/scheme.js';
import { movesStatus, confirms } from '../source/source.js';
import { type Deadline, isSettled, stateOf } from './deadline.js';
import { endedEarly } from './grant-deadlines.js';

/**
 * Moving to a version of the referential before it is required: of every grant, and of the application under way. An
 * application for what follows a grant has nothing to add to the transition of that.
 */
export function transitionDeadlines(reading: DossierState, dossier: string, scheme: Scheme, day: Day): Deadline[] {
  if (!scheme.referentials.some(({ requiredForAll, requiredForNew }) => requiredForAll ?? requiredForNew)) return [];
  const attempts = attemptsIn(reading, scheme);
  const ofGrants = reading.grants.flatMap((grant) => grantTransitions(grant, reading, attempts, scheme, day));
  const pendingDues = ofGrants.filter(({ state }) => !isSettled(state)).map(({ due }) => due);
  const ofApplication = applicationTransitions(attempts.at(-1), dossier, scheme, day);
  return [...ofGrants, ...ofApplication.filter(({ due }) => !pendingDues.includes(due))];
}

/**
 * The versions that everyone has to use before a grant under an older one ends. Where the grant ends no later than that, or is
 * brought to its end by the grace of its own version on that day, its end says so: nothing is told twice.
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
  const confirmed = isConfirmedGrant(grant);
  return scheme.referentials.flatMap(({ version, draft, requiredForAll: required }, to) => {
    if (to <= from || draft || required === undefined || end <= required) return [];
    const key = `transition/${grant.id}/${version}`;
    const met = isUnderWay(grant, to, reading, attempts, scheme, day);
    const settled = { met, cancelled: isOver(grant, reading, scheme, day) };
    return [transitionDeadline({ key, from, to, required, last, event: grant.id, confirmed, settled }, scheme, day)];
  });
}

/** By an application or another grant under the version, or a later one. Words alone are none. */
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

/** Ended by somebody, or another grant takes over, which has a transition of its own. */
const isOver = (grant: Grant, { grants }: DossierState, { family }: Scheme, day: Day): boolean =>
  endedEarly(grant, day) ||
  grant.ended?.how === 'succeeded' ||
  successorOf(grant, grants) !== undefined ||
  (family === 'duty' && lastDayOf(grant) < day);

/** Kept up, a duty goes on to its printed end; a report is good for as long as it is current. */
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
 * Of the last attempt: an application under an older version has to move to the one that everyone has to use, and an intent
 * has to be filed before new applications may not be under it any more.
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
  /** Asked of those who have filed, or of those who have not yet. */
  filed: boolean;
  required: Day | undefined;
}

/** Since the attempt first stood under an older version. Met once it stands under this one or a later; an intent, by filing. */
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
  /** The versions left and taken up, by their place in the scheme. */
  from: number;
  to: number;
  /** The day from which only the new one may be used. */
  required: Day;
  /** The last day on which changing over still helps, where one is known. */
  last: Day | undefined;
  event: string;
  confirmed: boolean;
  settled: { met: boolean; cancelled: boolean };
}

/** Due on the last day before the new version is required. Until the grace of the old one is over, it is late but not too late. */
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
  closed?: { granted: number } | 'in-vain';
}

/** Where an attempt stands after one of its facts. */
interface VersionPosition {
  event: string;
  day: Day;
  /** Place of the version that is sought, in the scheme; -1 while nobody knows. */
  version: number;
  /** Whether there is an application, no longer only words. */
  filed: boolean;
  /** By the authority's own word. */
  confirmed: boolean;
}

/** In order. A fact of a source that moves nothing is none. */
function attemptsIn({ known, steps, grants }: DossierState, scheme: Scheme): Attempt[] {
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
}

/** Place in the scheme of the version that a grant is under; -1 where nobody knows. */
function versionIndex(grant: Grant, scheme: Scheme): number {
  const version = versionOf(grant, scheme);
  return version ? scheme.referentials.indexOf(version) : -1;
}

function endBy({ id, event }: DatedFact, outcomes: ReadonlyMap<string, number>): Attempt['closed'] {
  const granted = outcomes.get(id);
  if (granted !== undefined) return { granted };
  const turnedDown = event.type === 'ApplicationRefused' || event.type === 'ApplicationAbandoned';
  return turnedDown && movesStatus(event.source) ? 'in-vain' : undefined;
}

/** What is named holds until another is; a filing that names none, and that nobody named one for, says it by its day. */
function after(
  before: VersionPosition | undefined,
  fact: DatedFact,
  moves: boolean,
  scheme: Scheme,
): VersionPosition | undefined {
  const { id, day, event } = fact;
  if (!event.source || !movesStatus(event.source) || !(moves || MAY_NAME_VERSION.has(event.type))) return undefined;
  const filed = moves || (before?.filed ?? false);
  const named = 'referential' in event.data ? indexOf(event.data.referential, scheme) : -1;
  const confirmed = confirms(event.source);
  if (named >= 0) return { event: id, day, version: named, filed, confirmed };
  const sought = before?.version ?? -1;
  const filing = filed && !before?.filed;
  return { event: id, day, version: filing ? Math.max(sought, onlyOneOn(day, scheme)) : sought, filed, confirmed };
}

const MAY_NAME_VERSION: ReadonlySet<DatedFact['event']['type']> = new Set([
  'AnnouncementMade',
  'IntentDeclared',
  'TargetSet',
]);

const indexOf = (named: string | undefined, { referentials }: Scheme): number =>
  referentials.findIndex(({ version }) => version === named);

/** Place of the version that a new application could only be under on a day; -1 where it could be under several, or none. */
function onlyOneOn(day: Day, { referentials }: Scheme): number {
  const open = referentials.flatMap(
    ({ draft, published, optionalFrom = published, graceEnds = END_OF_TIME }, index) => {
      const over = referentials.slice(index + 1).some(({ requiredForNew = END_OF_TIME }) => requiredForNew <= day);
      return !draft && !over && earlier(published, optionalFrom) <= day && day <= graceEnds ? [index] : [];
    },
  );
  return open.length === 1 ? (open[0] ?? -1) : -1;
}
