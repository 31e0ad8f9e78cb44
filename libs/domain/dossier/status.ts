import { type Day, daysBetween } from '../date/day.js';
import { z } from 'zod';
import { confirms, movesStatus, type Source, rank } from '../source/source.js';
import { type DatedFact, type DossierFacts, happenedBy, inRole, ofType } from './facts.js';
import type { Scheme } from '../scheme/scheme.js';
import { isListingOutdated, lastActivity, staleFrom } from './activity.js';
import { type GrantsOnDay, grantsOn } from './acts-and-claims.js';
import {
  comingGrants,
  type Grant,
  isConfirmedGrant,
  isWithinValidity,
  lastEnded,
  suspensionsOf,
  endOf,
  startOf,
} from './grant.js';
import { withReadings } from './listings.js';
import { memoizeLast } from '../memoize.js';
import { asListed, type Step, stepsFrom, listedSince } from './progress.js';
import { SAME_GRANT_DAYS } from './grant-merge.js';

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

/** As figures count them. */
export const IN_FORCE: readonly Status[] = ['granted', 'granted-with-reservations'];
export const IN_PROGRESS: readonly Status[] = ['renewing', 'in-progress', 'applied', 'announced'];

/** A status, and the sources and events that establish it. */
export interface EstablishedStatus {
  status: Status;
  sources: Source[];
  events: string[];
  confirmed: boolean;
  /** The listing as absent by the authority that leaves an open status unconfirmed. */
  absence?: DatedFact | undefined;
}

type Established = Pick<EstablishedStatus, 'status' | 'sources' | 'events'>;

/** The first that applies: a grant in force, what came after the last one, a refusal, the furthest stage, an announcement. */
function statusFrom(input: StatusInput): EstablishedStatus {
  const { scheme, day } = input;
  const grant = grantInForce(input);
  const established = grant ? inForce(grant) : notInForce(input);
  const absence = grant ? undefined : absenceSince(input, established);
  const isDoubted = absence !== undefined || (grant !== undefined && doubtOn(grant, scheme, day) !== null);
  return { ...established, confirmed: established.sources.some(confirms) && !isDoubted, absence };
}

const notInForce = (input: StatusInput): Established =>
  afterLastGrant(input) ??
  refusedOrAbandoned(input) ??
  underWay(input) ??
  announced(input) ?? { status: 'unknown', sources: [], events: [] };

/** Of several, the last that is neither suspended nor in doubt, else the last that is not suspended. */
function grantInForce({ grants, scheme, day }: Pick<StatusInput, 'grants' | 'scheme' | 'day'>): Grant | undefined {
  const running = grants.filter((grant) => isWithinValidity(grant, day));
  const free = running.filter((grant) => !grant.suspended);
  return free.findLast((grant) => doubtOn(grant, scheme, day) === null) ?? free.at(-1) ?? running.at(-1);
}

function inForce(grant: Grant): Established {
  const suspensions = suspensionsOf(grant);
  if (suspensions.length > 0) {
    const events = [grant.id, ...suspensions.map(({ event }) => event)];
    return { status: 'suspended', sources: suspensions.map(({ source }) => source), events };
  }
  const status = grant.reservations.length > 0 ? 'granted-with-reservations' : 'granted';
  return { status, sources: grant.sources, events: grant.events };
}

export const Doubt = z.enum(['no-longer-listed', 'listing-outdated']);
type Doubt = z.infer<typeof Doubt>;

/** Why the authority does not confirm a grant in force any more: it lists it no longer, or did so long ago and nowhere else. */
export function doubtOn(grant: Grant, scheme: Scheme, day: Day): Doubt | null {
  if (grant.suspended || !isWithinValidity(grant, day)) return null;
  if (grant.unlisted !== undefined) return 'no-longer-listed';
  return isListingOutdated(grant, scheme, day) ? 'listing-outdated' : null;
}

/** Whether the authority confirms the grant on a day. */
export const isConfirmedOn = (grant: Grant, scheme: Scheme, day: Day): boolean =>
  isConfirmedGrant(grant) && doubtOn(grant, scheme, day) === null;

/** The first listing as absent by the authority since the last act that establishes an open status. */
function absenceSince(
  { facts, rested, grants, day }: StatusInput,
  { status, events }: Established,
): DatedFact | undefined {
  if (!isOpen(status)) return undefined;
  const absences = inRole(facts, 'observation').filter(
    ({ event }) => event.data.listing === 'absent' && confirms(event.source),
  );
  if (absences.length === 0) return undefined;
  const last = facts.findLastIndex(
    ({ id, event }) => events.includes(id) && event.source !== undefined && confirms(event.source),
  );
  const absence = last < 0 ? undefined : absences.find((one) => facts.indexOf(one) > last);
  if (!absence) return undefined;
  // What was published after the day is later than every listing by then.
  const published = new Set(rested.flatMap((fact) => (fact.day > day ? [fact.id] : [])));
  return comingGrants(grants, day).some((grant) => grant.events.some((id) => published.has(id))) ? undefined : absence;
}

function afterLastGrant(input: StatusInput): Established | undefined {
  const last = lastEnded(input.grants, input.day);
  if (!last) return undefined;
  const coming = comingGrants(input.grants, input.day);
  const renewal = openRenewal(last, input);
  if (coming.length > 0 || renewal.length > 0)
    return {
      status: coming.length === 0 && isListedAsApplied(renewal) ? 'applied' : 'renewing',
      sources: [...renewal.map(({ source }) => source), ...coming.flatMap(({ sources }) => sources)],
      events: [...new Set([...renewal.map(({ event }) => event), ...coming.flatMap(({ events }) => events)])],
    };
  const asked = renewalOf(last, input.steps).at(-1);
  const refused = asked ? refusalsSince(asked.day, input).map(({ id }) => id) : [];
  if (last.ended?.how === 'withdrawn')
    return { status: 'withdrawn', sources: [last.ended.source], events: [last.id, last.ended.event, ...refused] };
  const over = input.scheme.family === 'duty' && !last.ended ? 'lapsed' : 'expired';
  return { status: over, sources: last.sources, events: [...last.events, ...refused] };
}

/** A register of the authority lists the service anew, at no later stage than that of an application. */
const isListedAsApplied = (renewal: readonly Step[]): boolean =>
  renewal.every(({ gives }) => gives === 'applied') && renewal.some(({ listed }) => listed !== undefined);

function refusedOrAbandoned(input: StatusInput): Established | undefined {
  const refusal = refusalsIn(input.facts, input.byActs).at(-1);
  if (!refusal || input.steps.some((step) => step.day > refusal.day)) return undefined;
  const { type } = refusal.event;
  const since = input.steps.findLast((step) => step.day <= refusal.day)?.day ?? '';
  const refusals = refusalsSince(since, input).filter(({ event }) => event.type === type);
  return {
    status: type === 'ApplicationRefused' ? 'refused' : 'abandoned',
    sources: refusals.map(({ event }) => event.source),
    events: refusals.map(({ id }) => id),
  };
}

/** A grant of the authority that is to come gives no more than a stage does: what is heard of either establishes the status. */
function underWay(input: StatusInput): Established | undefined {
  const steps = sinceRefusal(input.steps, input);
  const decided = comingGrants(input.grants, input.day).filter(isConfirmedGrant);
  return openStatus('in-progress', steps, decided) ?? openStatus('applied', steps);
}

function openStatus(
  status: 'in-progress' | 'applied',
  steps: readonly Step[],
  decided: readonly Grant[] = [],
): Established | undefined {
  const establish = steps.filter((step) => step.gives === status);
  if (establish.length + decided.length === 0) return undefined;
  return {
    status,
    sources: [...decided.flatMap(({ sources }) => sources), ...establish.map(({ source }) => source)],
    events: [...new Set([...decided.flatMap(({ events }) => events), ...establish.map(({ event }) => event)])],
  };
}

function announced(input: StatusInput): Established | undefined {
  const announcements = inRole(input.facts, 'announcement').filter((fact) => movesStatus(fact.event.source));
  const coming = comingGrants(input.grants, input.day);
  if (announcements.length + coming.length === 0) return undefined;
  return {
    status: 'announced',
    sources: [...announcements.map((fact) => fact.event.source), ...coming.flatMap(({ sources }) => sources)],
    events: [...announcements.map((fact) => fact.id), ...coming.flatMap(({ events }) => events)],
  };
}

const OPEN: ReadonlySet<Status> = new Set(['announced', 'applied', 'in-progress', 'renewing']);

/** Whether an outcome is pending. */
export const isOpen = (status: Status): boolean => OPEN.has(status);

/** Open and without news for longer than the scheme's limit; an outdated report; or a register that was not read since. */
export const isStale = (
  { status, heard, grants }: { status: Status; heard: Day | null; grants: readonly Grant[] },
  scheme: Scheme,
  day: Day,
): boolean =>
  isInactive(status, heard, scheme, day) ||
  isReportOutdated(grants, scheme, day) ||
  areListingsOutdated(grants, scheme, day);

function areListingsOutdated(grants: readonly Grant[], scheme: Scheme, day: Day): boolean {
  const grant = grantInForce({ grants, scheme, day });
  return grant !== undefined && isListingOutdated(grant, scheme, day);
}

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

/** What the facts that had happened by a day amount to: the ground of standing and deadlines alike. */
export interface DossierState extends GrantsOnDay {
  known: readonly DatedFact[];
  steps: readonly Step[];
  /** Without claims that are overruled or, once the authority has granted, of an outcome or a listing: what targets are reached by. */
  countedSteps: readonly Step[];
  /** The steps of the current cycle: those of a renewal, or since the last refusal. */
  cycle: readonly Step[];
  established: EstablishedStatus;
  /** The day of the last activity. */
  heard: Day | null;
}

const countedOf = memoizeLast(
  (steps: readonly Step[], byActs: boolean, overruled: GrantsOnDay['overruled']): readonly Step[] =>
    byActs
      ? steps.filter((step) => confirms(step.source) || (step.gives !== 'granted' && step.byApplicant))
      : steps.filter(({ event }) => !overruled.has(event)),
);

/** Memoized: standing, deadlines and board line of a day ask for the same. */
export const stateOn = memoizeLast((own: DossierFacts, scheme: Scheme, day: Day): DossierState => {
  const facts = withReadings(own, scheme);
  const known = happenedBy(facts, day);
  const { grants, former, told, facts: rested, byActs, overruled, warnings } = grantsOn(facts, known, scheme, day);
  const steps = stepsFrom(known, scheme);
  const countedSteps = countedOf(steps, byActs, overruled);
  const counted = byActs ? known : rested;
  const read = { facts: counted, rested, grants, scheme, day, byActs };
  const input = { ...read, steps: asListed(withoutRepeats(countedSteps, read)) };
  const established = statusFrom(input);
  return {
    grants,
    former,
    told,
    facts: rested,
    byActs,
    overruled,
    warnings,
    known,
    steps,
    countedSteps,
    cycle:
      isOpen(established.status) && lastEnded(grants, day)
        ? renewalCycle(input)
        : sinceRefusal(input.steps, input, (step) => step.byApplicant),
    established,
    heard: lastActivity(known)?.day ?? null,
  };
});

/*
 * The cycles of a dossier: an application ends with a refusal or an abandonment, a grant is followed by its renewal. See
 * docs/status.md, "Renewals".
 */

/** What a status is derived from. */
interface StatusInput {
  facts: readonly DatedFact[];
  /** The facts that the grants rest on, with acts that were published after the day. */
  rested: readonly DatedFact[];
  grants: readonly Grant[];
  steps: readonly Step[];
  scheme: Scheme;
  day: Day;
  /** Whether a grant of the authority has begun, so that claims do not count. */
  byActs: boolean;
}

/** The steps towards the grant that comes after one: see docs/status.md, "Renewals". */
const renewalOf = (last: Grant, steps: readonly Step[]): Step[] =>
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
const refusalsIn = memoizeLast((facts: readonly DatedFact[], byActs: boolean): readonly Refusal[] =>
  ofType(facts, 'ApplicationRefused', 'ApplicationAbandoned').filter(
    ({ event: { type, source } }) =>
      movesStatus(source) && (!byActs || type === 'ApplicationAbandoned' || confirms(source)),
  ),
);

/** Without what a register already listed on the day of an act that refused, abandoned or withdrew: it only repeats itself. */
function withoutRepeats(steps: readonly Step[], input: Omit<StatusInput, 'steps'>): readonly Step[] {
  const acts = [
    ...refusalsIn(input.facts, input.byActs).flatMap(({ event, day }) => (confirms(event.source) ? [day] : [])),
    ...input.grants.flatMap(({ ended }) => (ended?.how === 'withdrawn' && confirms(ended.source) ? [ended.day] : [])),
  ];
  if (acts.length === 0) return steps;
  const since = listedSince(input.facts);
  return steps.filter(({ event, listed, day }) => {
    const first = (listed && since.get(event)) ?? day;
    return !acts.some((act) => first <= act && act < day);
  });
}

const refusalsSince = (day: Day, input: StatusInput): Refusal[] =>
  refusalsIn(input.facts, input.byActs).filter((refusal) => refusal.day >= day);

/** The steps of a renewal that no refusal or abandonment has ended. */
function openRenewal(last: Grant, input: StatusInput): Step[] {
  const refusal = refusalsIn(input.facts, input.byActs).at(-1);
  return renewalOf(last, input.steps).filter((step) => !refusal || step.day > refusal.day);
}

/** The steps of an open renewal; the decision, where the next grant is not yet valid. */
function renewalCycle(input: StatusInput): Step[] {
  const last = lastEnded(input.grants, input.day);
  const coming = new Set(comingGrants(input.grants, input.day).flatMap(({ events }) => events));
  // The stages that a register dates have the event of its listing, and are none of the decision.
  const decided = input.steps.filter(({ event, register }) => coming.has(event) && register === undefined);
  return [...(last ? openRenewal(last, input) : []), ...decided];
}

/** @param follows which steps begin anew after a refusal */
function sinceRefusal(
  steps: readonly Step[],
  input: StatusInput,
  follows: (step: Step) => boolean = () => true,
): Step[] {
  const isFollowed = ({ day }: Refusal) => input.steps.some((step) => step.day > day && follows(step));
  const refusal = refusalsIn(input.facts, input.byActs).findLast(isFollowed);
  return steps.filter((step) => !refusal || step.day > refusal.day);
}
