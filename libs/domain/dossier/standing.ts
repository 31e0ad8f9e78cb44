import type { Day } from '../date/day.js';
import type { PartialDate } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import { type Warning, warningOf } from '../warning/warning.js';
import { dependenciesFrom, type Dependency, dependencyWarnings } from './dependency.js';
import { type DatedFact, type DossierFact, type DossierFacts, ofType } from './facts.js';
import { type Grant, type GrantState, grantStateOn, isVouchedFor, type Reservation, runsUntil } from './grant.js';
import { implausible } from './plausibility.js';
import {
  firstTold,
  type FirstTold,
  type Reached,
  reachedFrom,
  slipDays,
  type Stage,
  stageOf,
  type Target,
  targetsFrom,
} from './progress.js';
import { isConfirmed, isExpiring, isStale, stateOn, type Status } from './status.js';
import { holderFrom } from './transfer.js';

export interface GrantView {
  id: string;
  decision: string | null;
  validFrom: PartialDate;
  validUntil: PartialDate | null;
  state: GrantState;
  /** The last day on which it is in force, as things stand; `null`: none is known. */
  runsUntil: Day | null;
  /** Of a report, the last day on which it counts as current; of a duty, the last before it lapses; else `null`. */
  currentUntil: Day | null;
  conditions: string[];
  reservations: Reservation[];
  referential: string | null;
  level: string | null;
  confirmed: boolean;
  events: string[];
}

/**
 * Where a dossier stands on a day, from its own facts alone. A step function of the day: between two days of
 * `spansOf` nothing in it changes (how late a target is does; see `slipDays`).
 */
export interface Standing {
  /** The id of the provider that holds the service. */
  provider: string;
  service: { name: string; kinds: string[] } | null;
  status: Status;
  confirmed: boolean;
  /** The events that establish the status. */
  because: string[];
  expiring: boolean;
  stale: boolean;
  lastHeard: Day | null;
  /** When somebody first told of it: an announcement, an intent, a target or a validation. */
  announced: FirstTold | null;
  stage: Stage | null;
  /** Every milestone that was reached. */
  milestones: Reached[];
  grants: GrantView[];
  targets: Target[];
  /** Ids of the dossiers whose grants this one builds on. */
  dependsOn: string[];
  warnings: Warning[];
}

export function standingOn(facts: DossierFacts, scheme: Scheme, day: Day): Standing {
  const reading = stateOn(facts, scheme, day);
  const { known, grants, steps, standpoint, heard } = reading;
  const reached = reachedFrom(steps);
  return {
    provider: holderFrom(facts, known),
    service: serviceOf(known, facts.undated),
    status: standpoint.status,
    confirmed: isConfirmed(standpoint),
    because: standpoint.events,
    expiring: isExpiring(grants, scheme, day),
    stale: isStale({ status: standpoint.status, heard, grants }, scheme, day),
    lastHeard: heard,
    announced: firstTold(known),
    stage: stageOf(reached),
    milestones: reached,
    grants: grants.map((grant) => viewOf(grant, day)),
    targets: targetsFrom(known, steps, grants, scheme),
    dependsOn: dependenciesFrom(known),
    warnings: implausible(reading, facts, scheme, day).map((found) => warningOf(found, (id) => eventIn(facts, id))),
  };
}

const eventIn = ({ dated, undated }: DossierFacts, id: string): DossierFact['event'] | undefined =>
  (dated.find((one) => one.id === id) ?? undated.find((one) => one.id === id))?.event;

export function serviceOf(known: readonly DatedFact[], undated: readonly DossierFact[]): Standing['service'] {
  const declared = ofType(known, 'ScopeDeclared').at(-1)?.event.data;
  if (declared) return { name: declared.service, kinds: declared.serviceKinds };
  const opened = [...undated, ...known].find(({ event }) => event.type === 'DossierOpened')?.event;
  if (opened?.type !== 'DossierOpened' || opened.data.service === undefined) return null;
  return { name: opened.data.service, kinds: opened.data.serviceKinds ?? [] };
}

const viewOf = (grant: Grant, day: Day): GrantView => ({
  id: grant.id,
  decision: grant.decision ?? null,
  validFrom: grant.validFrom,
  validUntil: grant.validUntil ?? null,
  state: grantStateOn(grant, day),
  runsUntil: runsUntil(grant),
  currentUntil: grant.run.currentUntil ?? null,
  conditions: grant.conditions,
  reservations: grant.reservations,
  referential: grant.referential ?? null,
  level: grant.level ?? null,
  confirmed: isVouchedFor(grant),
  events: grant.events,
});

/** The soonest last day of a grant in force. */
export const soonestEnd = (grants: readonly Pick<GrantView, 'state' | 'runsUntil'>[]): Day | null =>
  grants
    .flatMap(({ state, runsUntil }) =>
      (state === 'in-force' || state === 'suspended') && runsUntil ? [runsUntil] : [],
    )
    .sort()[0] ?? null;

/** A provider as an answer names it: as it was called on the day asked about, as far as was known. */
export interface ProviderRef {
  id: string;
  slug: string;
  name: string;
}

/** A dossier as every answer shows it, a single one and one of a list alike. */
export interface DossierView extends Omit<Standing, 'provider'> {
  id: string;
  provider: ProviderRef;
  scheme: string;
  targets: (Target & { slipDays: number })[];
  labels: string[];
  /** Of the dossier's stream, as known at `knownAt`. */
  version: number;
  asOf: Day;
  /** ISO 8601 instant as asked; `null`: everything on record. */
  knownAt: string | null;
}

interface Viewed {
  id: string;
  provider: ProviderRef;
  scheme: Scheme;
  version: number;
  standing: Standing;
  /** The dossiers of `standing.dependsOn`, as they stand on the same day; one that is not on record is left out. */
  dependencies: readonly Dependency[];
}

/** Puts beside a standing what moves with the day or with other dossiers: slips, labels, warnings of dependencies. */
export function dossierView(viewed: Viewed, { asOf, knownAt }: { asOf: Day; knownAt: string | null }): DossierView {
  const { id, provider, scheme, version, standing, dependencies } = viewed;
  const { provider: _, service, targets, warnings, ...rest } = standing;
  return {
    id,
    provider,
    service,
    scheme: scheme.slug,
    ...rest,
    targets: targets.map((target) => ({ ...target, slipDays: slipDays(target, asOf) })),
    labels: labelsOn(scheme, standing.status, asOf),
    warnings: [...warnings, ...dependencyWarnings(standing.because, dependencies)],
    version,
    asOf,
    knownAt,
  };
}

const IN_FORCE: ReadonlySet<Status> = new Set(['granted', 'granted-with-reservations']);

/** Labels that rest on the outcome: there is no certificate of its own, and the rule itself has dates. */
export const labelsOn = (scheme: Scheme, status: Status, day: Day): string[] =>
  IN_FORCE.has(status)
    ? scheme.labels
        .filter(({ from, until }) => from <= day && (until === undefined || day <= until))
        .map(({ slug }) => slug)
    : [];
