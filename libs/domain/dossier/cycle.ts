import { type Day, daysBetween } from '../date/day.js';
import type { Scheme } from '../scheme/scheme.js';
import { confirms, movesStatus, rank, type Source } from '../source/source.js';
import { type DatedFact, ofType } from './facts.js';
import { SAME_GRANT_DAYS } from './grant-merge.js';
import { comingGrants, endOf, type Grant, lastEnded, startOf } from './grant.js';
import { listedSince, type Step } from './progress.js';

/*
 * The cycles of a dossier: an application ends with a refusal or an abandonment, a grant is followed by its renewal. See
 * docs/status.md, "Renewals".
 */

/** What a status is derived from. */
export interface StatusInput {
  facts: readonly DatedFact[];
  grants: readonly Grant[];
  steps: readonly Step[];
  scheme: Scheme;
  day: Day;
  /** Whether a grant of the authority has begun, so that claims do not count. */
  byActs: boolean;
}

/** The steps towards the grant that comes after one: see docs/status.md, "Renewals". */
export const renewalOf = (last: Grant, steps: readonly Step[]): Step[] =>
  steps.filter((step) => {
    if (step.gives === 'granted') return false;
    if (!step.byApplicant) return isListedAfter(last, step);
    return step.milestone === undefined
      ? step.day > startOf(last)
      : daysBetween(startOf(last), step.day) >= SAME_GRANT_DAYS;
  });

/** By the authority, once the grant has ended; after a withdrawal, by a source that is as good. */
const isListedAfter = (last: Grant, { source, day }: Step): boolean =>
  confirms(source) &&
  day > startOf(last) &&
  day >= endOf(last) &&
  (last.ended?.how !== 'withdrawn' || rank(source) <= rank(last.ended.source));

type Refusal = DatedFact & { event: { type: 'ApplicationRefused' | 'ApplicationAbandoned'; source: Source } };

/** Refusals and abandonments. Once the authority has granted, that it refuses is for itself to say. */
export const refusalsIn = ({ facts, byActs }: Pick<StatusInput, 'facts' | 'byActs'>): Refusal[] =>
  ofType(facts, 'ApplicationRefused', 'ApplicationAbandoned').filter(
    ({ event: { type, source } }) =>
      movesStatus(source) && (!byActs || type === 'ApplicationAbandoned' || confirms(source)),
  );

/** Without what a register already listed on the day of an act that refused, abandoned or withdrew: it only repeats itself. */
export function withoutRepeats(steps: readonly Step[], input: Omit<StatusInput, 'steps'>): readonly Step[] {
  const acts = [
    ...refusalsIn(input).flatMap(({ event, day }) => (confirms(event.source) ? [day] : [])),
    ...input.grants.flatMap(({ ended }) => (ended?.how === 'withdrawn' && confirms(ended.source) ? [ended.day] : [])),
  ];
  if (acts.length === 0) return steps;
  const since = listedSince(input.facts);
  return steps.filter(({ event, listed, day }) => {
    const first = (listed && since.get(event)) ?? day;
    return !acts.some((act) => first <= act && act < day);
  });
}

export const refusalsSince = (day: Day, input: StatusInput): Refusal[] =>
  refusalsIn(input).filter((refusal) => refusal.day >= day);

/** The steps of a renewal that no refusal or abandonment has ended. */
export function openRenewal(last: Grant, input: StatusInput): Step[] {
  const refusal = refusalsIn(input).at(-1);
  return renewalOf(last, input.steps).filter((step) => !refusal || step.day > refusal.day);
}

/** The steps of an open renewal; the decision, where the next grant is not yet valid. */
export function renewalCycle(input: StatusInput): Step[] {
  const last = lastEnded(input.grants, input.day);
  const coming = new Set(comingGrants(input.grants, input.day).flatMap(({ events }) => events));
  // The stages that a register dates have the event of its listing, and are none of the decision.
  const decided = input.steps.filter(({ event, register }) => coming.has(event) && register === undefined);
  return [...(last ? openRenewal(last, input) : []), ...decided];
}

/** @param follows which steps begin anew after a refusal */
export function sinceRefusal(
  steps: readonly Step[],
  input: StatusInput,
  follows: (step: Step) => boolean = () => true,
): Step[] {
  const isFollowed = ({ day }: Refusal) => input.steps.some((step) => step.day > day && follows(step));
  const refusal = refusalsIn(input).findLast(isFollowed);
  return steps.filter((step) => !refusal || step.day > refusal.day);
}
