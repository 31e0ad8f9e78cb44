import type { Day } from '../date/day.js';
import type { PartialDate } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import { confirms } from '../source/source.js';
import { ofType, type DatedFact, type DossierFact, type DossierFacts } from './facts.js';
import { isExpiring, isStale } from './flags.js';
import { grantStateOn, runsOn, type Grant, type GrantState, type Reservation } from './grant.js';
import { implausible } from './plausibility.js';
import { stageOf, type Stage } from './progress.js';
import { readingOn } from './reading.js';
import { isConfirmed, type Status } from './status.js';
import { targetsFrom, type Target } from './target.js';
import type { Warning } from './warning.js';

export interface GrantView {
  id: string;
  decision: string | null;
  validFrom: PartialDate;
  validUntil: PartialDate | null;
  state: GrantState;
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
  service: { name: string; kinds: string[] } | null;
  status: Status;
  confirmed: boolean;
  /** The events that establish the status. */
  because: string[];
  expiring: boolean;
  stale: boolean;
  lastHeard: Day | null;
  stage: Stage | null;
  grants: GrantView[];
  targets: Target[];
  /** Ids of the dossiers whose grants this one builds on. */
  dependsOn: string[];
  warnings: Warning[];
}

export function standingOn(facts: DossierFacts, scheme: Scheme, day: Day): Standing {
  const { known, grants, warnings, steps, standpoint, heard } = readingOn(facts, scheme, day);
  return {
    service: serviceOf(known, facts.undated),
    status: standpoint.status,
    confirmed: isConfirmed(standpoint),
    because: standpoint.events,
    expiring: isExpiring(grants, scheme, day),
    stale: isStale(standpoint.status, heard, scheme, day),
    lastHeard: heard,
    stage: stageOf(steps),
    grants: grants.map((grant) => viewOf(grant, day)),
    targets: targetsFrom(known, steps, grants, scheme),
    dependsOn: [...new Set(ofType(known, 'DependencyDeclared').map(({ event }) => event.data.dependsOn))],
    warnings: [
      ...warnings.filter((warning) => concernsRunning(warning, grants, day)),
      ...implausible(known, grants, scheme, day),
    ],
  };
}

/** A contradiction of a grant that is over is history, not a warning. */
const concernsRunning = (warning: Warning, grants: readonly Grant[], day: Day): boolean => {
  const grant = grants.find(({ id }) => id === warning.events[0]);
  return !grant || runsOn(grant, day);
};

function serviceOf(known: readonly DatedFact[], undated: readonly DossierFact[]): Standing['service'] {
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
  conditions: grant.conditions,
  reservations: grant.reservations,
  referential: grant.referential ?? null,
  level: grant.level ?? null,
  confirmed: grant.sources.some(confirms),
  events: grant.events,
});
