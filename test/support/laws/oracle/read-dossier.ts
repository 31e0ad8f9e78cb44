import type { Scheme } from '#domain/scheme/scheme.js';
import {
  type Said,
  actsIn,
  byRecording,
  earlierStart,
  heardOf,
  isAct,
  isListedAs,
  type Heard,
  listedSince,
  stageOf,
} from './readings.js';
import { mayBeSame, hasBegun, firstDay, isInForce, type Told } from './told-grant.js';
import { tellGrants } from './tell-grants.js';

/** What counts on a day, and the grants that it tells of. */
export interface Reading {
  day: string;
  scheme: Scheme;
  /** Whether a grant of the authority has begun, so that acts alone are read. */
  ofActs: boolean;
  /** What had happened by the day and counts, in order. */
  heard: Heard[];
  grants: Told[];
}

/**
 * "From the day on which a grant of the authority begins, the status of the dossier, its confirmation, its expiry, its labels
 * and the deadlines of its grants are derived from acts alone … Before that day, acts and claims are read together."
 */
export function readDossier(said: readonly Said[], scheme: Scheme, day: string): Reading {
  const all = heardOf(said);
  const acts = byRecording(actsIn(all, scheme), all);
  const known = [...happenedBy(acts, day), ...publishedLater(acts, scheme, day)];
  // "… but open no grant that begins after it".
  const told = tellGrants(known, scheme).filter((grant) => grant.told <= day || firstDay(grant, scheme) <= day);
  const grants = standing(told, day);
  if (grants.some((grant) => hasBegun(grant, scheme, day)))
    return { day, scheme, ofActs: true, heard: happenedBy(acts, day), grants };
  const heard = withoutOverruled(happenedBy(byRecording(all), day), scheme);
  return { day, scheme, ofActs: false, heard, grants: standing(tellGrants(heard, scheme), day) };
}

const happenedBy = (events: readonly Heard[], day: string): Heard[] => events.filter((event) => event.day <= day);

/** "… is replaced on the day on which the issued one starts": until then it stands. */
const standing = (grants: readonly Told[], day: string): Told[] =>
  grants.filter(({ closed }) => closed?.how !== 'absorbed' || closed.day > day);

/**
 * "… the grant runs from `validFrom` at every `asOf` …: on a day on which no grant of the authority under a number that
 * agrees is in force by the events until then, the events that were published later and begin by that day are read as well … A report … is not read earlier."
 */
function publishedLater(acts: readonly Heard[], scheme: Scheme, day: string): Heard[] {
  if (scheme.family === 'report') return [];
  const grants = tellGrants(happenedBy(acts, day).filter(isAct), scheme).filter((one) => isInForce(one, scheme, day));
  const isNew = ({ data }: Heard) => !grants.some(({ number }) => mayBeSame(number, data['decision'] as string));
  return acts.filter((event) => event.day > day && (earlierStart(event) ?? event.day) <= day && isNew(event));
}

const REFUSALS = ['ApplicationRefused', 'ApplicationAbandoned'];

/** docs/status.md, "Overruled claims": what is left of the events, in order, of a dossier that the authority has not granted. */
const withoutOverruled = (heard: readonly Heard[], scheme: Scheme): Heard[] =>
  heard.filter((event, nth) => isAct(event) || !isOverruled(event, heard.slice(0, nth), heard.slice(nth + 1), scheme));

function isOverruled(event: Heard, before: readonly Heard[], after: readonly Heard[], scheme: Scheme): boolean {
  const lastOf = (types: readonly string[]) => before.findLast((one) => isAct(one) && types.includes(one.type));
  const since = (turn: Heard | undefined) => before.slice(turn === undefined ? 0 : before.indexOf(turn) + 1);
  // "… until a step begins anew …, later than the day of the act. A reinstatement by the authority annuls a withdrawal".
  const stands = (turn: Heard | undefined): boolean =>
    turn !== undefined &&
    !since(turn).some((one) =>
      one.type === 'GrantReinstated'
        ? isAct(one) && turn.type === 'GrantWithdrawn'
        : isStep(one, scheme) && listedSince(one, before) > turn.day,
    );
  const [turn, refusal] = [lastOf([...REFUSALS, 'GrantWithdrawn']), lastOf(REFUSALS)];
  // "… from the press, once an act has given a stage" since.
  const acts = since(turn).filter(isAct);
  const isOfPress = event.kind === 'press' && acts.some((one) => isStep(one, scheme));
  // "Likewise, … a claimed abandonment after a refusal by the authority, or a claimed refusal after an abandonment". "A refusal
  // or an abandonment that the press reports once an act has … decided a grant, and a refusal that the provider reports".
  if (REFUSALS.includes(event.type)) {
    const mayNot = event.kind === 'press' || event.type === 'ApplicationRefused';
    const isDecided = mayNot && acts.some((one) => tellsOfGrant(one, scheme));
    return isOfPress || isDecided || (stands(refusal) && refusal?.type !== event.type);
  }
  const isTurnedDown = stands(turn) || stands(refusal);
  // "Likewise, a claimed listing as `in-progress` after such an act".
  if (event.type === 'RegisterObserved' && event.data['listing'] === 'in-progress') return isTurnedDown;
  if (!tellsOfGrant(event, scheme)) return false;
  // "… before an act that is a refusal or an abandonment …, unless such a step came in between".
  const next = after.find((one) => isStep(one, scheme) || (isAct(one) && REFUSALS.includes(one.type)));
  const isRefused = next !== undefined && REFUSALS.includes(next.type);
  return isTurnedDown || isRefused || isOfPress;
}

/** "An application, a milestone before the outcome or a listing as `in-progress` by the authority." */
function isStep(event: Heard, scheme: Scheme): boolean {
  if (event.type === 'RegisterObserved') return isAct(event) && event.data['listing'] === 'in-progress';
  if (event.type !== 'MilestoneReached') return event.type === 'ApplicationFiled';
  return ['applied', 'in-progress'].includes(stageOf(scheme, event.data['milestone'])?.gives ?? '');
}

/** "`GrantIssued`, `GrantAnnounced`, a listing as `granted`, `suspended`, `withdrawn` or `expired`, or the outcome." */
function tellsOfGrant(event: Heard, scheme: Scheme): boolean {
  const { type, data } = event;
  if (type === 'MilestoneReached') return stageOf(scheme, data['milestone'])?.gives === 'granted';
  const isListed = isListedAs(event, 'granted', 'suspended', 'withdrawn', 'expired');
  return type === 'GrantIssued' || type === 'GrantAnnounced' || isListed;
}
