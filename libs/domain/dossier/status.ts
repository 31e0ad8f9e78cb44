import { addDays, type Day, END_OF_TIME } from '../date/day.js';
import { isHousekeeping } from '../event/dossier-events.js';
import { z } from 'zod';
import { carries, confirms, type Source } from '../source/source.js';
import { type DatedFact, type DossierFacts, happenedBy, ofType } from './facts.js';
import type { Scheme } from '../scheme/scheme.js';
import type { AboutGrant } from '../warning/warning.js';
import { endOf, type Grant, isAbsorbedOn, lastDayOf, runsOn, startOf } from './grant.js';
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

/** A status, and those by whose word it stands. */
export interface Standpoint {
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

/** The first that applies: a grant in force, what came after the last one, a refusal, the furthest stage, an announcement. */
const statusFrom = (reading: StatusInput): Standpoint =>
  inForce(reading) ??
  afterTheLastGrant(reading) ??
  turnedDown(reading) ??
  underWay(reading.steps, lastRefusal(reading)?.day) ??
  announced(reading) ?? { status: 'unknown', sources: [], events: [] };

export const isConfirmed = ({ sources }: Standpoint): boolean => sources.some(confirms);

function inForce({ grants, day }: StatusInput): Standpoint | undefined {
  const running = grants.filter((grant) => runsOn(grant, day));
  const grant = running.findLast((candidate) => !candidate.suspended) ?? running.at(-1);
  if (!grant) return undefined;
  if (grant.suspended)
    return { status: 'suspended', sources: [grant.suspended.source], events: [grant.id, grant.suspended.event] };
  const status = grant.reservations.length > 0 ? 'granted-with-reservations' : 'granted';
  return { status, sources: grant.sources, events: grant.events };
}

function afterTheLastGrant({ grants, steps, family, day }: StatusInput): Standpoint | undefined {
  const begun = grants.filter((grant) => startOf(grant) <= day && grant.ended?.how !== 'refuted');
  const last = begun.toSorted((a, b) => (endOf(a) < endOf(b) ? -1 : 1)).at(-1);
  if (!last) return undefined;
  const renewal = steps.filter((step) => step.gives !== 'granted' && step.moves && step.day > startOf(last));
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
  ofType(facts, 'ApplicationRefused', 'ApplicationAbandoned').findLast((fact) => carries(fact.event.source));

function turnedDown(reading: StatusInput): Standpoint | undefined {
  const refusal = lastRefusal(reading);
  if (!refusal || reading.steps.some((step) => step.day > refusal.day)) return undefined;
  const { type } = refusal.event;
  const since = reading.steps.findLast((step) => step.day <= refusal.day)?.day ?? '';
  const told = ofType(reading.facts, type).filter((fact) => fact.day >= since && carries(fact.event.source));
  return {
    status: type === 'ApplicationRefused' ? 'refused' : 'abandoned',
    sources: told.map(({ event }) => event.source),
    events: told.map(({ id }) => id),
  };
}

function underWay(steps: readonly Step[], since: Day = ''): Standpoint | undefined {
  const counted = steps.filter((step) => step.day >= since);
  for (const status of ['in-progress', 'applied'] as const) {
    const establish = counted.filter((step) => step.gives === status);
    if (establish.length > 0)
      return { status, sources: establish.map((step) => step.source), events: establish.map((step) => step.event) };
  }
  return undefined;
}

function announced({ facts }: StatusInput): Standpoint | undefined {
  const said = ofType(facts, 'AnnouncementMade', 'IntentDeclared', 'TargetSet', 'ValidationIssued').filter((fact) =>
    carries(fact.event.source),
  );
  if (said.length === 0) return undefined;
  return { status: 'announced', sources: said.map((fact) => fact.event.source), events: said.map((fact) => fact.id) };
}

const OPEN: ReadonlySet<Status> = new Set(['announced', 'applied', 'in-progress', 'renewing']);

/** Whether somebody is still waiting for an outcome. */
export const isOpen = (status: Status): boolean => OPEN.has(status);

/** The day of the last news, housekeeping and hearsay not counted. */
const lastHeard = (facts: readonly DatedFact[]): Day | null => facts.findLast(isNews)?.day ?? null;

const isNews = ({ event }: DatedFact): boolean =>
  !isHousekeeping(event.type) && event.source !== undefined && carries(event.source);

/** The days on which a dossier may fall silent: only where no other news comes before. */
export function silences(facts: readonly DatedFact[], scheme: Scheme): Day[] {
  const heard = facts.filter(isNews).map(({ day }) => day);
  return heard
    .map((day) => silentFrom(day, scheme))
    .filter((silent, index) => !((heard[index + 1] ?? END_OF_TIME) < silent));
}

/** The day from which a dossier last heard of on `heard` counts as silent. */
const silentFrom = (heard: Day, scheme: Scheme): Day => addDays(heard, scheme.staleAfterDays + 1);

/** Somebody waits, and nothing was heard for longer than the scheme allows for; or the report in force has aged. */
export const isStale = (
  { status, heard, grants }: { status: Status; heard: Day | null; grants: readonly Grant[] },
  scheme: Scheme,
  day: Day,
): boolean => isSilent(status, heard, scheme, day) || hasAged(grants, scheme, day);

const isSilent = (status: Status, heard: Day | null, scheme: Scheme, day: Day): boolean =>
  isOpen(status) && heard !== null && silentFrom(heard, scheme) <= day;

function hasAged(grants: readonly Grant[], { family }: Scheme, day: Day): boolean {
  if (family !== 'report') return false;
  const inForce = grants.filter((grant) => runsOn(grant, day));
  return inForce.length > 0 && inForce.every(({ run }) => run.currentUntil !== undefined && run.currentUntil < day);
}

/** A grant in force ends within the scheme's warning window, and no other one takes over. */
export const isExpiring = (grants: readonly Grant[], scheme: Scheme, day: Day): boolean =>
  grants.some(
    (grant) =>
      grant.run.ends !== undefined &&
      addDays(grant.run.ends, -scheme.warningDays) <= day &&
      runsOn(grant, day) &&
      !successorOf(grant, grants),
  );

/** A grant that is in force on the day after another one's end. */
export const successorOf = (grant: Grant, grants: readonly Grant[]): Grant | undefined =>
  grants.find(
    (other) =>
      other !== grant &&
      !other.ended &&
      startOf(other) <= addDays(lastDayOf(grant), 1) &&
      lastDayOf(other) > lastDayOf(grant),
  );

/** What the facts that had happened by a day amount to: the ground of standing and deadlines alike. */
export interface DossierState {
  known: readonly DatedFact[];
  grants: readonly Grant[];
  steps: readonly Step[];
  standpoint: Standpoint;
  /** The day of the last news. */
  heard: Day | null;
  /** Contradictions about grants. */
  warnings: readonly AboutGrant[];
}

export function stateOn(facts: DossierFacts, scheme: Scheme, day: Day): DossierState {
  const known = happenedBy(facts, day);
  const { grants: all, warnings } = grantsFrom(known, scheme);
  const grants = all.filter((grant) => !isAbsorbedOn(grant, day));
  const steps = stepsFrom(known, scheme);
  const standpoint = statusFrom({ facts: known, grants, steps, family: scheme.family, day });
  return { known, grants, steps, standpoint, heard: lastHeard(known), warnings };
}
