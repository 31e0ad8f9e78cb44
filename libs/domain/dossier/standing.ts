import type { Day } from '../date/day.js';
import type { PartialDate } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import { dependenciesFrom } from './dependency.js';
import { ofType, type DatedFact, type DossierFact, type DossierFacts } from './facts.js';
import { isExpiring, isStale } from './flags.js';
import { grantStateOn, isVouchedFor, runsUntil, type Grant, type GrantState, type Reservation } from './grant.js';
import { holderFrom } from './holder.js';
import { implausible } from './plausibility.js';
import { reachedFrom, stageOf, type Reached, type Stage } from './progress.js';
import { firstTold, type FirstTold } from './first-told.js';
import { readingOn } from './reading.js';
import { isConfirmed, type Status } from './status.js';
import { targetsFrom, type Target } from './target.js';
import { warningOf, type Warning } from '../warning/warning.js';

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
  const reading = readingOn(facts, scheme, day);
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
