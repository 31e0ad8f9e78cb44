import { type Day, daysBetween, earlier, END_OF_TIME } from '../date/day.js';
import type { Scheme } from '../scheme/scheme.js';
import { confirms, isClaim, movesStatus } from '../source/source.js';
import type { AboutGrant, ReportedAct } from '../warning/warning.js';
import { is } from '../event/dossier-events.js';
import { backdatedActs, type DatedFact, type DossierFacts, givenBy, isStep } from './facts.js';
import { isGrantAct } from './grant-acts.js';
import type { GrantAct, GrantClaim } from './grant-claims.js';
import { areNear, differences, type Grants, SAME_GRANT_DAYS } from './grant-merge.js';
import {
  beginningOf,
  type Grant,
  hasBegunBy,
  isAbsorbedOn,
  isWithinValidity,
  lastEnded,
  numbersAgree,
  startOf,
} from './grant.js';
import { withValidity } from './validity.js';
import { grantClaimOf, grantOfClaim, grantsFold, isFollowingGrant } from './grants.js';
import { incrementalFilter, memoizeLast } from '../memoize.js';
import { listedSince } from './progress.js';

/**
 * The grants of a day, acts before claims: as soon as a grant of the authority has begun, only what the authority says counts,
 * and a claim can do no more than warn. Before that, acts and claims are read together.
 */
export interface GrantsOnDay {
  /** The grants that status, deadlines and labels rest on. */
  grants: readonly Grant[];
  /** Grants that were only claimed, and over before the authority granted the first: history, to be shown. */
  former: readonly Grant[];
  /** What acts and claims together say of the same grants, by the ids of `grants`: for what is only shown. */
  told: ReadonlyMap<string, Grant>;
  /** The facts that grants rest on: acts, where the authority has granted; before that, all but overruled claims. */
  facts: readonly DatedFact[];
  byActs: boolean;
  /** The ids of the claims that acts overrule before the authority has granted. */
  overruled: { has(id: string): boolean };
  /** On demand: each day of a history is evaluated, and few are asked for them. */
  warnings: () => readonly AboutGrant[];
}

const NONE: ReadonlyMap<string, DatedFact> = new Map();

const actsIn = incrementalFilter<DatedFact>(({ event }) => event.source !== undefined && confirms(event.source));
const claimsIn = incrementalFilter<DatedFact>(({ event }) => event.source !== undefined && isClaim(event.source));

const foldActs = grantsFold();
const foldBackdated = grantsFold();
const foldAll = grantsFold();

export function grantsOn(facts: DossierFacts, known: readonly DatedFact[], scheme: Scheme, day: Day): GrantsOnDay {
  const { folded, acts } = actsOn(facts, known, scheme, day);
  const claims = claimsIn(known);
  const hasBegun = folded.grants.some((grant) => hasBegunBy(grant, day));
  const overruled = hasBegun || claims.length === 0 ? NONE : overruledIn(known, scheme);
  const counted = overruled.size === 0 ? known : known.filter(({ id }) => !overruled.has(id));
  const all = hasBegun && claims.length === 0 ? folded : foldAll(counted, scheme);
  if (!hasBegun) {
    const found = () => claims.flatMap((claim) => overruledWarnings(claim, overruled, acts));
    const warnings = () => inOrder([...all.warnings, ...found()], known);
    const grants = shownOn(all.grants, day);
    return { grants, former: [], told: new Map(), facts: counted, byActs: false, overruled, warnings };
  }
  const grants = shownOn(folded.grants, day);
  const first = grants.map(beginningOf).reduce(earlier, END_OF_TIME);
  const told = new Map(
    grants.flatMap((grant) => {
      const same = all.grants.find(({ events }) => events.includes(grant.id));
      return same ? [[grant.id, same]] : [];
    }),
  );
  // One that has begun may be part of a better known one that has not.
  const granted = earlier(first, day);
  const former = shownOn(all.grants, day).filter(
    (grant) =>
      !grant.sources.some(confirms) &&
      startOf(grant) < first &&
      startOf(grant) <= granted &&
      !isWithinValidity(grant, granted),
  );
  const warnings = (): AboutGrant[] => [
    ...folded.warnings.filter((found) => found.code !== 'no-such-grant' || isFound(found, all.warnings)),
    ...claims.flatMap((fact) => claimWarnings(fact, { grants, acts, first }, scheme)),
  ];
  return { grants, former, told, facts: acts, byActs: true, overruled, warnings: () => inOrder(warnings(), known) };
}

/** The same object where all are. */
function shownOn(grants: readonly Grant[], day: Day): readonly Grant[] {
  return grants.some((grant) => isAbsorbedOn(grant, day))
    ? grants.filter((grant) => !isAbsorbedOn(grant, day))
    : grants;
}

function overruledWarnings(
  { id, day, event }: DatedFact,
  overruled: ReadonlyMap<string, DatedFact>,
  acts: readonly DatedFact[],
): AboutGrant[] {
  const by = overruled.get(id);
  if (!by || !event.source || (is(event, 'turn') && isConfirmedBy(acts, event.type, day))) return [];
  const [{ publisher }, events] = [event.source, [by.id, id]];
  const act = reportedIn(event);
  return act
    ? [{ code: 'act-unconfirmed', params: { publisher, act }, events }]
    : [{ code: 'claim-unconfirmed', params: { publisher }, events }];
}

/** In the order in which the facts that they are about came up. */
function inOrder(warnings: readonly AboutGrant[], known: readonly DatedFact[]): readonly AboutGrant[] {
  if (warnings.length < 2) return warnings;
  const places = new Map(known.map(({ id }, place) => [id, place]));
  const last = ({ events }: AboutGrant): number => Math.max(...events.map((id) => places.get(id) ?? 0));
  return warnings.toSorted((one, other) => last(one) - last(other));
}

/** An act on what was only claimed until then is none without a grant. */
const isFound = ({ code, events }: AboutGrant, warnings: readonly AboutGrant[]): boolean =>
  warnings.some((other) => other.code === code && other.events[0] === events[0]);

/** The grants that acts make by a day, with those that were published later for it, where none runs that may be the same. */
function actsOn(
  facts: DossierFacts,
  known: readonly DatedFact[],
  scheme: Scheme,
  day: Day,
): { folded: Grants; acts: readonly DatedFact[] } {
  const acts = actsIn(known);
  const folded = foldActs(acts, scheme);
  const running = folded.grants.filter((grant) => isWithinValidity(grant, day));
  const isKnown = ({ data }: DatedFact['event']): boolean =>
    running.some((grant) => numbersAgree(grant.decision, 'decision' in data ? data.decision : undefined));
  const published = backdatedActs(facts, scheme)
    .filter(({ fact, from }) => from <= day && day < fact.day && !isKnown(fact.event))
    .map(({ fact }) => fact);
  if (published.length === 0) return { folded, acts };
  const withThem = [...acts, ...published];
  const later = foldBackdated(withThem, scheme);
  const grants = later.grants.filter((grant) => grant.opened <= day || startOf(grant) <= day);
  return { folded: { ...later, grants }, acts: withThem };
}

interface OfAuthority {
  grants: readonly Grant[];
  acts: readonly DatedFact[];
  /** The first day of the first grant. */
  first: Day;
}

/** How a claim contradicts what the authority says. A claim from long before the first grant is history. */
function claimWarnings(fact: DatedFact, authority: OfAuthority, scheme: Scheme): AboutGrant[] {
  if (fact.event.type === 'ApplicationRefused') return refusalWarnings(fact, fact.event.source.publisher, authority);
  const claim = grantClaimOf(fact, scheme);
  if (!claim) return [];
  if (isGrantAct(claim)) return actWarnings(fact, claim, authority, scheme);
  switch (claim.kind) {
    case 'issued':
      return grantClaimWarnings(claim, withValidity(claim.grant, scheme), authority, scheme);
    case 'exists':
      return grantClaimWarnings(claim, withValidity(grantOfClaim(claim, scheme), scheme), authority, scheme);
    case 'not-listed':
      return notListedWarnings(claim, authority);
  }
}

function grantClaimWarnings(
  { event, day, source }: GrantClaim,
  claimed: Grant,
  { grants, first }: OfAuthority,
  scheme: Scheme,
): AboutGrant[] {
  const isOf = (grant: Grant): boolean =>
    numbersAgree(grant.decision, claimed.decision) &&
    (isWithinValidity(grant, day) || areNear(grant, claimed)) &&
    !(grant.ended?.how === 'withdrawn' && grant.ended.day <= day);
  const grant =
    grants.findLast((one) => isOf(one) && areNear(one, claimed)) ??
    grants.findLast((one) => isOf(one) && !isFollowingGrant(one, claimed, { day }, scheme));
  if (grant) return differences(grant, claimed, scheme);
  const isSettled =
    startOf(claimed) < first || grants.some((one) => startOf(one) > startOf(claimed) && !areNear(one, claimed));
  if (isSettled) return [];
  return [{ code: 'claim-unconfirmed', params: { publisher: source.publisher }, events: [event] }];
}

/** That the authority refuses what comes after a grant is for itself to say. */
function refusalWarnings(
  { id, day, event: { type } }: DatedFact,
  publisher: string,
  { acts, first }: OfAuthority,
): AboutGrant[] {
  if (day < first || isConfirmedBy(acts, type, day)) return [];
  return [{ code: 'act-unconfirmed', params: { publisher, act: 'refused' }, events: [id] }];
}

const isConfirmedBy = (acts: readonly DatedFact[], type: string, day: Day): boolean =>
  acts.some((act) => act.event.type === type && Math.abs(daysBetween(act.day, day)) < SAME_GRANT_DAYS);

function notListedWarnings(
  { decision, day, source, listing, event }: GrantClaim & { kind: 'not-listed' },
  { grants }: OfAuthority,
): AboutGrant[] {
  const grant = grants.findLast((one) => numbersAgree(one.decision, decision) && isWithinValidity(one, day));
  if (!grant || grant.unlisted) return [];
  const params = { publisher: source.publisher, listing };
  return [{ code: 'listing-contradicts', params, events: [grant.id, event], about: grant.id }];
}

function actWarnings(
  { event: { type } }: DatedFact,
  { kind, decision, day, source, event }: GrantAct,
  { grants, acts }: OfAuthority,
  { duties = [] }: Scheme,
): AboutGrant[] {
  if (kind === 'kept-up' && duties.length === 0) return [];
  const meant = grants.filter((one) => numbersAgree(one.decision, decision));
  const grant = meant.findLast((one) => isWithinValidity(one, day)) ?? lastEnded(meant, day);
  if (!grant || isConfirmedBy(acts, type, day)) return [];
  const act = kind === 'kept-up' ? 'surveillance-passed' : kind;
  return [
    {
      code: 'act-unconfirmed',
      params: { publisher: source.publisher, act },
      events: [grant.id, event],
      about: grant.id,
    },
  ];
}

/**
 * The claims that an act overrules while the authority has not granted, with that act, by their ids: see docs/status.md,
 * "Overruled claims". A claim of a grant, or of a listing, changes nothing after a refusal, an abandonment or a withdrawal, nor
 * one of a grant once it is refused; what the press says of the outcome changes nothing once an act has given a stage, nor does
 * a refusal once an act has decided a grant.
 *
 * @param known in order
 */
const overruledIn = memoizeLast((known: readonly DatedFact[], scheme: Scheme): ReadonlyMap<string, DatedFact> => {
  const overruled = new Map<string, DatedFact>();
  const since = listedSince(known);
  let turn: DatedFact | undefined;
  let refusal: DatedFact | undefined;
  let staged: DatedFact | undefined;
  let decided: DatedFact | undefined;
  let claims: DatedFact[] = [];
  for (const fact of turningIn(known, scheme)) {
    const { source, type } = fact.event;
    if (!source) continue;
    const isAct = confirms(source);
    if (isAct && (type === 'GrantWithdrawn' || is(fact.event, 'turn'))) {
      [turn, staged, decided] = [fact, undefined, undefined];
      if (type === 'GrantWithdrawn') continue;
      refusal = fact;
      for (const claim of claims) overruled.set(claim.id, fact);
      claims = [];
    } else if (isAct && type === 'GrantReinstated') turn = turn?.event.type === 'GrantWithdrawn' ? refusal : turn;
    else if (isStepBefore(fact, scheme)) {
      const day = (is(fact.event, 'observation') ? since.get(fact.id) : undefined) ?? fact.day;
      if (turn && day > turn.day) turn = undefined;
      if (refusal && day > refusal.day) refusal = undefined;
      if (isAct) staged = fact;
      claims = [];
    } else if (isAct) {
      if (isOfGrant(fact, scheme)) decided = fact;
    } else {
      const ofGrant = isOfGrant(fact, scheme);
      const isTurn = is(fact.event, 'turn');
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
});

/** What may overrule a claim, or be one that is overruled. */
const turningIn = incrementalFilter<DatedFact, Scheme>((fact, scheme) => {
  const { event } = fact;
  if (!event.source || !movesStatus(event.source)) return false;
  if (is(event, 'turn') || event.type === 'GrantWithdrawn' || event.type === 'GrantReinstated') return true;
  return isStepBefore(fact, scheme) || isOfGrant(fact, scheme) || reportedIn(event) !== undefined;
});

/** What brings an application forward, before the outcome. */
function isStepBefore({ event }: DatedFact, scheme: Scheme): boolean {
  if (!is(event, 'stage')) return isStep(event);
  const gives = givenBy(event, scheme);
  return gives !== undefined && gives !== 'granted';
}

function isOfGrant(fact: DatedFact, scheme: Scheme): boolean {
  const claim = grantClaimOf(fact, scheme);
  return claim !== undefined && !isGrantAct(claim) && (claim.kind !== 'not-listed' || claim.of !== undefined);
}

/** What a claim reports that can be overruled, other than a grant. */
function reportedIn(event: DatedFact['event']): ReportedAct | undefined {
  if (event.type === 'ApplicationRefused') return 'refused';
  if (event.type === 'ApplicationAbandoned') return 'abandoned';
  return is(event, 'observation') && event.data.listing === 'in-progress' ? 'under-way' : undefined;
}
