import type { Day } from '../date/day.js';
import type { Scheme } from '../scheme/scheme.js';
import { dependenciesFrom } from './dependency.js';
import type { DatedFact, DossierFacts } from './facts.js';
import { firstTold } from './first-told.js';
import { isExpiring, isStale } from './flags.js';
import { grantStateOn, runsUntil } from './grant.js';
import { holderFrom } from './holder.js';
import { reachedFrom, stageOf } from './progress.js';
import { readingOn } from './reading.js';
import { remembering } from './remembering.js';
import { grantTurns } from './spans.js';
import { serviceOf, soonestEnd, type GrantView, type Standing } from './standing.js';
import { isConfirmed } from './status.js';

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
> {
  grants: Pick<GrantView, 'id' | 'decision' | 'validUntil' | 'state'>[];
  /** The soonest last day of a grant in force. */
  grantEnd: Day | null;
}

/** Few days bring a step. */
const reachedBy = remembering(reachedFrom);

export function outlineOn(facts: DossierFacts, scheme: Scheme, day: Day): Outline {
  const { known, grants, steps, standpoint, heard } = readingOn(facts, scheme, day);
  const milestones = reachedBy(steps);
  const states = grants.map((grant) => ({ grant, state: grantStateOn(grant, day) }));
  return {
    provider: holderFrom(facts, known),
    service: serviceOf(known, facts.undated),
    status: standpoint.status,
    confirmed: isConfirmed(standpoint),
    expiring: isExpiring(grants, scheme, day),
    stale: isStale({ status: standpoint.status, heard, grants }, scheme, day),
    announced: firstTold(known),
    stage: stageOf(milestones),
    milestones,
    grants: states.map(({ grant: { id, decision = null, validUntil = null }, state }) => ({
      id,
      decision,
      validUntil,
      state,
    })),
    grantEnd: soonestEnd(states.map(({ grant, state }) => ({ state, runsUntil: runsUntil(grant) }))),
    dependsOn: dependenciesFrom(known),
  };
}

/** The days on which a fact by itself may make an outline turn; `silences` are the others. */
export const outlineTurns = (fact: DatedFact, scheme: Scheme): Day[] => [fact.day, ...grantTurns(fact, scheme)];
