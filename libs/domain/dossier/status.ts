import { z } from 'zod';
import type { Day } from '../date/day.js';
import { carries, confirms, type Source } from '../source/source.js';
import { ofType, type DatedFact } from './facts.js';
import type { Scheme } from '../scheme/scheme.js';
import { endOf, runsOn, startOf, type Grant } from './grant.js';
import type { Step } from './progress.js';

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

interface Reading {
  facts: readonly DatedFact[];
  grants: readonly Grant[];
  steps: readonly Step[];
  family: Scheme['family'];
  day: Day;
}

/** The first that applies: a grant in force, what came after the last one, a refusal, the furthest stage, an announcement. */
export const statusFrom = (reading: Reading): Standpoint =>
  inForce(reading) ??
  afterTheLastGrant(reading) ??
  turnedDown(reading) ??
  underWay(reading.steps, lastRefusal(reading)?.day) ??
  announced(reading) ?? { status: 'unknown', sources: [], events: [] };

export const isConfirmed = ({ sources }: Standpoint): boolean => sources.some(confirms);

function inForce({ grants, day }: Reading): Standpoint | undefined {
  const running = grants.filter((grant) => runsOn(grant, day));
  const grant = running.findLast((candidate) => !candidate.suspended) ?? running.at(-1);
  if (!grant) return undefined;
  if (grant.suspended)
    return { status: 'suspended', sources: [grant.suspended.source], events: [grant.id, grant.suspended.event] };
  const status = grant.reservations.length > 0 ? 'granted-with-reservations' : 'granted';
  return { status, sources: grant.sources, events: grant.events };
}

function afterTheLastGrant({ grants, steps, family, day }: Reading): Standpoint | undefined {
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

const lastRefusal = ({ facts }: Reading) =>
  ofType(facts, 'ApplicationRefused', 'ApplicationAbandoned').findLast((fact) => carries(fact.event.source));

function turnedDown(reading: Reading): Standpoint | undefined {
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

function announced({ facts }: Reading): Standpoint | undefined {
  const said = ofType(facts, 'AnnouncementMade', 'IntentDeclared', 'TargetSet', 'ValidationIssued').filter((fact) =>
    carries(fact.event.source),
  );
  if (said.length === 0) return undefined;
  return { status: 'announced', sources: said.map((fact) => fact.event.source), events: said.map((fact) => fact.id) };
}
