import type { ReportedAct } from '../warning/warning.js';
import { milestoneIndex, type Scheme } from '../scheme/scheme.js';
import { confirms, movesStatus } from '../source/source.js';
import { type DatedFact, isStep, TURNS } from './facts.js';
import { isGrantAct } from './grant-acts.js';
import { grantClaimOf } from './grants.js';
import { listedSince } from './progress.js';

/**
 * The claims that an act overrules while the authority has not granted, with that act, by their ids: see docs/status.md,
 * "Overruled claims". A claim of a grant, or of a listing, changes nothing after a refusal, an abandonment or a withdrawal, nor
 * one of a grant once it is refused; what the press says of the outcome changes nothing once an act has given a stage, nor does
 * a refusal once an act has decided a grant.
 *
 * @param known in order
 */
export function overruledIn(known: readonly DatedFact[], scheme: Scheme): ReadonlyMap<string, DatedFact> {
  const overruled = new Map<string, DatedFact>();
  const since = listedSince(known);
  let turn: DatedFact | undefined;
  let refusal: DatedFact | undefined;
  let staged: DatedFact | undefined;
  let decided: DatedFact | undefined;
  let claims: DatedFact[] = [];
  for (const fact of known) {
    const { source, type } = fact.event;
    if (!source || !movesStatus(source)) continue;
    const isAct = confirms(source);
    if (isAct && (type === 'GrantWithdrawn' || TURNS.has(type))) {
      [turn, staged, decided] = [fact, undefined, undefined];
      if (type === 'GrantWithdrawn') continue;
      refusal = fact;
      for (const claim of claims) overruled.set(claim.id, fact);
      claims = [];
    } else if (isAct && type === 'GrantReinstated') turn = turn?.event.type === 'GrantWithdrawn' ? refusal : turn;
    else if (isStepBefore(fact, scheme)) {
      const listed = type === 'RegisterObserved' ? since.get(fact.id) : undefined;
      if (turn && (listed ?? fact.day) > turn.day) turn = refusal = undefined;
      if (isAct) staged = fact;
      claims = [];
    } else if (isAct) {
      if (isOfGrant(fact, scheme)) decided = fact;
    } else {
      const ofGrant = isOfGrant(fact, scheme);
      const isTurn = TURNS.has(type);
      const isOfPress = source.kind === 'press';
      const by =
        (ofGrant || reportedIn(fact.event) === 'under-way' ? turn : undefined) ??
        (isTurn && type !== refusal?.event.type ? refusal : undefined) ??
        (isOfPress && (ofGrant || isTurn) ? staged : undefined) ??
        (isTurn && (isOfPress || type === 'ApplicationRefused') ? decided : undefined);
      if (by) overruled.set(fact.id, by);
      else if (ofGrant) claims.push(fact);
    }
  }
  return overruled;
}

/** What brings an application forward, before the outcome. */
function isStepBefore({ event }: DatedFact, scheme: Scheme): boolean {
  if (event.type !== 'MilestoneReached') return isStep(event);
  const gives = scheme.milestones[milestoneIndex(scheme, event.data.milestone)]?.gives;
  return gives !== undefined && gives !== 'granted';
}

function isOfGrant(fact: DatedFact, scheme: Scheme): boolean {
  const claim = grantClaimOf(fact, scheme);
  return claim !== undefined && !isGrantAct(claim) && claim.kind !== 'not-listed';
}

/** What a claim reports that can be overruled, other than a grant. */
export function reportedIn(event: DatedFact['event']): ReportedAct | undefined {
  if (event.type === 'ApplicationRefused') return 'refused';
  if (event.type === 'ApplicationAbandoned') return 'abandoned';
  return event.type === 'RegisterObserved' && event.data.listing === 'in-progress' ? 'under-way' : undefined;
}
