import { addDays, type Day, END_OF_TIME } from '../date/day.js';
import { isHousekeeping } from '../event/dossier-events.js';
import { z } from 'zod';
import { movesStatus, confirms, type Source } from '../source/source.js';
import { type DatedFact, type DossierFacts, happenedBy, ofType } from './facts.js';
import type { Scheme } from '../scheme/scheme.js';
import type { AboutGrant } from '../warning/warning.js';
import { endOf, type Grant, isAbsorbedOn, lastDayOf, isWithinValidity, startOf } from './grant.js';
import { grantsFrom } from './grants.js';
import { type Step, stepsFrom } from './progress.js';

export const STATUSES = [
  'granted',
  'granted-with-reservations',
  'suspended',
  'renewing',
  'expired',
  'lapsed',
  'withdrawn',
  'refused',
  'abandoned',
  'in-progress',
  'applied',
  'announced',
  'unknown',
] as const;

export const Status = z.enum(STATUSES);
export type Status = z.infer<typeof Status>;

/** A status with the events and sources that establish it. */
export interface EstablishedStatus {
  status: Status;
  sources: Source[];
  events: string[];
}

interface StatusInput {
  facts: readonly DatedFact[];
  grants: readonly Grant[];
  steps: readonly Step[];
  family: Scheme['family'];
  day: Day;
}

/** The first that applies: a grant in force, the situation after the last grant, a refusal, the furthest stage, an announcement. */
const statusFrom = (input: StatusInput): EstablishedStatus =>
  inForce(input) ??
  afterLastGrant(input) ??
  refusedOrAbandoned(input) ??
  openStatus(input.steps, lastRefusal(input)?.day) ??
  announced(input) ?? { status: 'unknown', sources: [], events: [] };

export const isConfirmed = ({ sources }: EstablishedStatus): boolean => sources.some(confirms);

function inForce({ grants, day }: StatusInput): EstablishedStatus | undefined {
  const inForceGrants = grants.filter((grant) => isWithinValidity(grant, day));
  const grant = inForceGrants.findLast((candidate) => !candidate.suspended) ?? inForceGrants.at(-1);
  if (!grant) return undefined;
  if (grant.suspended)
    return { status: 'suspended', sources: [grant.suspended.source], events: [grant.id, grant.suspended.event] };
  const status = grant.reservations.length > 0 ? 'granted-with-reservations' : 'granted';
  return { status, sources: grant.sources, events: grant.events };
}

function afterLastGrant({ grants, steps, family, day }: StatusInput): EstablishedStatus | undefined {
  const begun = grants.filter((grant) => startOf(grant) <= day && grant.ended?.how !== 'refuted');
  const last = begun.toSorted((a, b) => (endOf(a) < endOf(b) ? -1 : 1)).at(-1);
  if (!last) return undefined;
  const renewal = steps.filter((step) => step.gives !== 'granted' && step.byApplicant && step.day > startOf(last));
  if (renewal.length > 0)
    return {
      status: 'renewing',
      sources: renewal.map((step) => step.source),
      events: renewal.map((step) => step.event),
    };
  if (last.ended?.how === 'withdrawn')
    return { status: 'withdrawn', sources: [last.ended.source], events: [last.id, last.ended.event] };
  const over = family === 'duty' && !last.ended ? 'lapsed' : 'expired';
  return { status: over, sources: last.sources, events: last.events };
}

const lastRefusal = ({ facts }: StatusInput) =>
  ofType(facts, 'ApplicationRefused', 'ApplicationAbandoned').findLast((fact) => movesStatus(fact.event.source));

function refusedOrAbandoned(input: StatusInput): EstablishedStatus | undefined {
  const refusal = lastRefusal(input);
  if (!refusal || input.steps.some((step) => step.day > refusal.day)) return undefined;
  const { type } = refusal.event;
  const since = input.steps.findLast((step) => step.day <= refusal.day)?.day ?? '';
  const refusals = ofType(input.facts, type).filter((fact) => fact.day >= since && movesStatus(fact.event.source));
  return {
    status: type === 'ApplicationRefused' ? 'refused' : 'abandoned',
    sources: refusals.map(({ event }) => event.source),
    events: refusals.map(({ id }) => id),
  };
}

function openStatus(steps: readonly Step[], since: Day = ''): EstablishedStatus | undefined {
  const counted = steps.filter((step) => step.day >= since);
  for (const status of ['in-progress', 'applied'] as const) {
    const establish = counted.filter((step) => step.gives === status);
    if (establish.length > 0)
      return { status, sources: establish.map((step) => step.source), events: establish.map((step) => step.event) };
  }
  return undefined;
}

function announced({ facts }: StatusInput): EstablishedStatus | undefined {
  const announcements = ofType(facts, 'AnnouncementMade', 'IntentDeclared', 'TargetSet', 'ValidationIssued').filter(
    (fact) => movesStatus(fact.event.source),
  );
  if (announcements.length === 0) return undefined;
  return {
    status: 'announced',
    sources: announcements.map((fact) => fact.event.source),
    events: announcements.map((fact) => fact.id),
  };
}

const OPEN: ReadonlySet<Status> = new Set(['announced', 'applied', 'in-progress', 'renewing']);

/** Whether an outcome is pending. */
export const isOpen = (status: Status): boolean => OPEN.has(status);

/** The day of the last fact, without housekeeping and sources that cannot move a status. */
const lastHeard = (facts: readonly DatedFact[]): Day | null => facts.findLast(countsAsActivity)?.day ?? null;

const countsAsActivity = ({ event }: DatedFact): boolean =>
  !isHousekeeping(event.type) && event.source !== undefined && movesStatus(event.source);

/** The days on which a dossier may become stale: only if no other activity precedes them. */
export function stalenessDays(facts: readonly DatedFact[], scheme: Scheme): Day[] {
  const heard = facts.filter(countsAsActivity).map(({ day }) => day);
  return heard
    .map((day) => staleFrom(day, scheme))
    .filter((stale, index) => !((heard[index + 1] ?? END_OF_TIME) < stale));
}

/** The day from which a dossier last active on `heard` counts as stale. */
const staleFrom = (heard: Day, scheme: Scheme): Day => addDays(heard, scheme.staleAfterDays + 1);

/** No activity for longer than the scheme allows while an outcome is pending, or the report in force is outdated. */
export const isStale = (
  { status, heard, grants }: { status: Status; heard: Day | null; grants: readonly Grant[] },
  scheme: Scheme,
  day: Day,
): boolean => isInactive(status, heard, scheme, day) || isReportOutdated(grants, scheme, day);

const isInactive = (status: Status, heard: Day | null, scheme: Scheme, day: Day): boolean =>
  isOpen(status) && heard !== null && staleFrom(heard, scheme) <= day;

function isReportOutdated(grants: readonly Grant[], { family }: Scheme, day: Day): boolean {
  if (family !== 'report') return false;
  const inForce = grants.filter((grant) => isWithinValidity(grant, day));
  return (
    inForce.length > 0 &&
    inForce.every(({ validity }) => validity.currentUntil !== undefined && validity.currentUntil < day)
  );
}

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

/** The state derived from the facts up to a day; standing and deadlines are based on it. */
export interface DossierState {
  known: readonly DatedFact[];
  grants: readonly Grant[];
  steps: readonly Step[];
  established: EstablishedStatus;
  /** The day of the last activity. */
  heard: Day | null;
  /** Contradictions about grants. */
  warnings: readonly AboutGrant[];
}

export function stateOn(facts: DossierFacts, scheme: Scheme, day: Day): DossierState {
  const known = happenedBy(facts, day);
  const { grants: all, warnings } = grantsFrom(known, scheme);
  const grants = all.filter((grant) => !isAbsorbedOn(grant, day));
  const steps = stepsFrom(known, scheme);
  const established = statusFrom({ facts: known, grants, steps, family: scheme.family, day });
  return { known, grants, steps, established: established, heard: lastHeard(known), warnings };
}
