import type { DossierEvent } from '#domain/event/dossier-events.js';
import type { OnRecord } from '#domain/event/ledger-event.js';
import type { Publication } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import {
  asCorrected,
  byRecording,
  heardOf,
  isAct,
  type Heard,
  byDay,
  listedSince,
  rankOf,
  stageOf,
  outcomeOf,
} from './readings.js';
import { withListings } from './listings.js';
import { daysAfter, NEVER, daysOf } from './plain-days.js';
import { readDossier, type Reading } from './read-dossier.js';
import {
  currentUntil,
  firstDay,
  isInForce,
  lastDay,
  runsUntil,
  warnedEnd,
  type Told,
  lastEnded,
  endDay,
  isComing,
} from './told-grant.js';

/*
 * What docs/status.md says of a dossier, worked out naively over the list of its events: no spans, no caching, nothing of
 * libs/domain but types. Slow and plain, to judge what is fast and clever. What is quoted is the sentence that is followed.
 */

export interface Point {
  asOf: string;
  /** Absent: everything on record. */
  knownAt?: Date | undefined;
}

export interface Verdict {
  status: string;
  confirmed: boolean;
  grantedFrom: string | null;
  inForce: { id: string; decision: string | null; suspended: boolean; until: string | null; current: string | null }[];
  stage: { milestone: string; occurred: string; confirmed: boolean } | null;
  expiring: boolean;
  stale: boolean;
  lastHeard: string | null;
  provider: string;
  labels: string[];
}

/** `undefined` while the dossier is not on record. */
export function bruteForce(
  record: readonly OnRecord<DossierEvent>[],
  publications: readonly Publication[],
  { asOf, knownAt }: Point,
): Verdict | undefined {
  const byThen = ({ recordedAt }: { recordedAt: Date }) => knownAt === undefined || recordedAt <= knownAt;
  const known = record.filter(byThen);
  const opened = known.find(({ event }) => event.type === 'DossierOpened')?.event;
  if (opened?.type !== 'DossierOpened') return undefined;
  const { provider, scheme: slug } = opened.data;
  const scheme = publications.filter((one) => one.scheme.slug === slug && byThen(one)).at(-1)?.scheme;
  if (!scheme) throw new Error(`no scheme ${slug} by then`);

  const said = withListings(asCorrected(known), scheme);
  const reading = readDossier(said, scheme, asOf);
  const standpoint = statusOn(reading);
  const { status } = standpoint;
  const heard = byRecording(heardOf(said)).filter(({ day }) => day <= asOf);
  return {
    status,
    confirmed: isConfirmed(reading, standpoint),
    grantedFrom: grantedFrom(reading),
    inForce: reading.grants
      .filter((grant) => isInForce(grant, scheme, asOf))
      .map((grant) => ({
        id: grant.id,
        decision: grant.number ?? null,
        suspended: grant.suspendedBy.length > 0,
        until: runsUntil(grant, scheme) === NEVER ? null : runsUntil(grant, scheme),
        current: currentUntil(grant, scheme),
      })),
    stage: stageOn(reading, status),
    expiring: reading.grants.some((grant) => isEnding(grant, reading)),
    stale: isSilent(status, heard, scheme, asOf) || hasAged(reading) || isUnread(reading, standpoint),
    lastHeard: heard.findLast(({ type }) => !HOUSEKEEPING.test(type))?.day ?? null,
    provider:
      (heard.findLast(({ type }) => type === 'ServiceTransferred')?.data['to'] as string | undefined) ?? provider,
    labels: labelsOf(reading, status),
  };
}

/** "`expiring`: a grant ends within the warning window (SecNumCloud: 180 days) without a successor". */
function isEnding(grant: Told, { grants, scheme, day }: Reading): boolean {
  const end = warnedEnd(grant, scheme);
  if (end === undefined || !isInForce(grant, scheme, day) || daysAfter(day, scheme.warningDays) < end) return false;
  const nextDay = daysAfter(lastDay(grant, scheme), 1);
  return !grants.some(
    (other) =>
      other !== grant && !other.closed && firstDay(other, scheme) <= nextDay && lastDay(other, scheme) >= nextDay,
  );
}

const HOUSEKEEPING = /^(DossierOpened|GrantExpired|EvidenceAttached|Deadline\w+)$/;

/** "`stale`: open without news for longer than the scheme's limit", news "without administrative events and `other` sources". */
function isSilent(status: string, heard: readonly Heard[], { staleAfterDays }: Scheme, day: string): boolean {
  const last = heard.findLast(({ type }) => !HOUSEKEEPING.test(type));
  return isOpen(status) && last !== undefined && daysAfter(last.day, staleAfterDays) < day;
}

/** "… an outdated report": none of those in force is current any more. */
function hasAged({ grants, scheme, day }: Reading): boolean {
  const running = grants.filter((grant) => isInForce(grant, scheme, day));
  const isPast = (grant: Told) => (currentUntil(grant, scheme) ?? NEVER) < day;
  return scheme.family === 'report' && running.length > 0 && running.every(isPast);
}

/** "… or a grant known only from listings that were last read longer ago than that limit". */
const isUnread = (reading: Reading, { grant }: Standpoint): boolean =>
  grant !== undefined && isOutdated(reading, grant);

/**
 * "`labels`: labels based on a grant of the authority in force, by rules with dates of their own; a rule can require versions of
 * the standard, which applies to grants that name one".
 */
function labelsOf({ grants, scheme, day }: Reading, status: string): string[] {
  if (!['granted', 'granted-with-reservations'].includes(status)) return [];
  const ofAuthority = grants.filter(({ words }) => words.some(isAct));
  const free = ofAuthority.filter((grant) => isInForce(grant, scheme, day) && grant.suspendedBy.length === 0);
  return scheme.labels
    .filter(({ from, until = NEVER }) => from <= day && day <= until)
    .filter(({ referentials }) =>
      free.some(
        ({ referential }) =>
          referentials === undefined || referential === undefined || referentials.includes(referential),
      ),
    )
    .map(({ slug }) => slug);
}

interface Standpoint {
  status: string;
  /** The events that establish it. */
  by: Heard[];
  /** The grant in force that it is about. */
  grant?: Told | undefined;
}

/** "The status is the first of these that applies." */
function statusOn(reading: Reading): Standpoint {
  return inForce(reading) ?? afterTheLast(reading) ?? turnedDown(reading) ?? underWay(reading) ?? announced(reading);
}

/** 1: "a grant is in force, first and last day included." */
function inForce(reading: Reading): Standpoint | undefined {
  const { grants, scheme, day } = reading;
  const running = grants.filter((grant) => isInForce(grant, scheme, day));
  const unsuspended = running.filter(({ suspendedBy }) => suspendedBy.length === 0);
  // "Of several grants in force, the last counts that is neither suspended nor in doubt."
  const inDoubt = (grant: Told) => grant.missing !== undefined || isOutdated(reading, grant);
  const free = unsuspended.findLast((grant) => !inDoubt(grant)) ?? unsuspended.at(-1);
  const isReserved = (free?.reservations ?? []).length > 0;
  if (free) return { status: isReserved ? 'granted-with-reservations' : 'granted', by: free.words, grant: free };
  const suspended = running.at(-1);
  return suspended && { status: 'suspended', by: suspended.suspendedBy, grant: suspended };
}

const coming = ({ grants, scheme, day }: Reading): Told[] => grants.filter((grant) => isComing(grant, scheme, day));

/**
 * 2: "After the last grant: `renewing` if a renewal is under way or the next grant is decided and not yet valid; otherwise
 * `withdrawn`, `expired` or, for a duty, `lapsed`."
 */
function afterTheLast(reading: Reading): Standpoint | undefined {
  const { grants, scheme, day } = reading;
  const last = lastEnded(grants, scheme, day);
  if (!last) return undefined;
  const renewal = renewalOf(reading, last);
  const next = comingWords(reading);
  // "… `applied` if all that is under way is that a register of the authority lists it at a stage that gives that".
  const isOnlyListed =
    next.length === 0 &&
    renewal.some(({ type }) => type === 'RegisterObserved') &&
    renewal.every((event) => event.type === 'ApplicationFiled' || givenBy(event, reading) === 'applied');
  if (isOnlyListed) return { status: 'applied', by: renewal };
  if (renewal.length + next.length > 0) return { status: 'renewing', by: [...renewal, ...next] };
  // A refusal or an abandonment that ended a renewal is named as well, but does not say that there was a grant.
  if (last.closed?.how === 'withdrawn') return { status: 'withdrawn', by: last.closed.by };
  return { status: scheme.family === 'duty' && !last.closed ? 'lapsed' : 'expired', by: last.words };
}

const isTurn = ({ type }: Heard): boolean => type === 'ApplicationRefused' || type === 'ApplicationAbandoned';

/**
 * "A renewal is under way … if any of these came later than its start": an application, "a milestone before the outcome, dated
 * half a year (183 days) or more after the start", "a listing as `in-progress` by the authority on or after the day on which
 * the grant ended". "A refusal or an abandonment on or after the last of these ends the renewal."
 */
function renewalOf(reading: Reading, last: Told): Heard[] {
  const { heard, scheme } = reading;
  const start = firstDay(last, scheme);
  const isStep = (event: Heard): boolean => {
    const { type, data, day } = event;
    if (day <= start) return false;
    if (type === 'ApplicationFiled') return true;
    const stage = type === 'MilestoneReached' ? stageOf(scheme, data['milestone'])?.gives : undefined;
    if (type === 'MilestoneReached' && event.dates === undefined)
      return ['applied', 'in-progress'].includes(stage ?? '') && day >= daysAfter(start, 183);
    const isListing =
      type === 'RegisterObserved' ? data['listing'] === 'in-progress' : stage !== undefined && stage !== 'granted';
    // "… after a withdrawal, only by a source that ranks equal or better than that of the withdrawal".
    const withdrawn = last.closed?.how === 'withdrawn' ? last.closed.by.map(({ kind }) => rankOf(kind)) : [];
    const counts = isAct(event) && rankOf(event.kind) <= Math.min(8, ...withdrawn);
    return isListing && counts && day >= endDay(last, scheme);
  };
  const turn = heard.findLast(isTurn);
  return leftStanding(reading).filter((event) => isStep(event) && (turn === undefined || event.day > turn.day));
}

/** Without what a register takes back, and all but the last confirmation of each listing. */
function leftStanding(reading: Reading): Heard[] {
  const { heard } = reading;
  const isLast = (event: Heard, nth: number) =>
    event.confirms === undefined || heard.slice(nth + 1).every(({ confirms }) => confirms !== event.confirms);
  const counted = heard.filter(isLast).filter((event) => !isRepeated(event, reading));
  return counted.filter((event, nth) => !isTakenBack(event, counted.slice(nth), reading));
}

/** "What it already listed on the day of an act that withdraws, refuses or abandons is no step after it." */
function isRepeated(event: Heard, { heard, grants }: Reading): boolean {
  const withdrawn = grants.flatMap(({ closed }) =>
    closed?.how === 'withdrawn' && closed.by.some(isAct) ? [closed] : [],
  );
  const acts = [...heard.filter((one) => isTurn(one) && isAct(one)), ...withdrawn];
  return acts.some(({ day }) => listedSince(event, heard) <= day && day < event.day);
}

/**
 * "A register of the authority that lists a service at a stage that gives `applied` takes back the later stages that it had
 * listed or dated before, and what others had said of them by then."
 */
function isTakenBack(event: Heard, since: readonly Heard[], reading: Reading): boolean {
  if (givenBy(event, reading) !== 'in-progress') return false;
  return since.some(
    (listing, nth) =>
      listing.type === 'RegisterObserved' &&
      isAct(listing) &&
      givenBy(listing, reading) === 'applied' &&
      since
        .slice(0, nth)
        .some((one) => givenBy(one, reading) === 'in-progress' && registerOf(one) === registerOf(listing)),
  );
}

const registerOf = ({ type, data, dates }: Heard): unknown =>
  dates ?? (type === 'RegisterObserved' ? (data['registerSlug'] ?? data['register']) : undefined);

function givenBy({ type, data }: Heard, { scheme }: Reading): string | undefined {
  if (type === 'MilestoneReached') return stageOf(scheme, data['milestone'])?.gives;
  if (type !== 'RegisterObserved' || data['listing'] !== 'in-progress') return undefined;
  return stageOf(scheme, data['milestone'])?.gives === 'applied' ? 'applied' : 'in-progress';
}

/** What brings a dossier forward, and the status that it gives. */
function stepsIn(reading: Reading): { event: Heard; gives: string }[] {
  return leftStanding(reading).flatMap((event) => {
    if (event.type === 'ApplicationFiled') return [{ event, gives: 'applied' }];
    if (event.type === 'GrantIssued') return [{ event, gives: 'granted' }];
    const gives = givenBy(event, reading);
    return gives === undefined ? [] : [{ event, gives }];
  });
}

/**
 * 3: "`refused` or `abandoned`, unless a later milestone or application follows." A tie goes to the refusal: of an application
 * and its refusal in one month, whichever was recorded first, the refusal came after.
 */
function turnedDown(reading: Reading): Standpoint | undefined {
  const turn = reading.heard.findLast(isTurn);
  const steps = stepsIn(reading);
  if (!turn || steps.some(({ event }) => event.day > turn.day)) return undefined;
  const by = reading.heard.filter(
    ({ type, day }) => type === turn.type && steps.every(({ event }) => event.day <= day),
  );
  return { status: turn.type === 'ApplicationRefused' ? 'refused' : 'abandoned', by };
}

/**
 * 4: "according to the furthest milestone since the last refusal or abandonment … A grant of the authority that is decided and
 * not yet valid makes it `in-progress`."
 */
function underWay(reading: Reading): Standpoint | undefined {
  const turn = reading.heard.findLast(isTurn);
  const attempt = stepsIn(reading).filter(({ event }) => turn === undefined || event.day > turn.day);
  const decided = coming(reading)
    .map(({ words }) => words)
    .filter((words) => words.some(isAct));
  const giving = (status: string) => attempt.filter(({ gives }) => gives === status).map(({ event }) => event);
  const furthest = [...giving('in-progress'), ...decided.flat()];
  if (furthest.length > 0) return { status: 'in-progress', by: furthest };
  const applied = giving('applied');
  return applied.length > 0 ? { status: 'applied', by: applied } : undefined;
}

/**
 * 5: "an announcement, an intent, a target, a validation by an authority on the dossier, or a grant that a claim reports and
 * that is not yet valid." 6: "`unknown`".
 */
function announced(reading: Reading): Standpoint {
  const by = reading.heard.filter(({ type }) =>
    /^(AnnouncementMade|IntentDeclared|TargetSet|ValidationIssued)$/.test(type),
  );
  by.push(...comingWords(reading));
  return { status: by.length > 0 ? 'announced' : 'unknown', by };
}

/** "`grantedFrom` is the first day of the next grant of the authority that is not yet valid, while no grant is in force." */
function grantedFrom(reading: Reading): string | null {
  if (inForce(reading)) return null;
  return (
    coming(reading)
      .filter(({ words }) => words.some(isAct))
      .map((grant) => firstDay(grant, reading.scheme))
      .sort()[0] ?? null
  );
}

/** "… while the dossier is open (`announced`, `applied`, `in-progress`, `renewing`)". */
const isOpen = (status: string): boolean => ['announced', 'applied', 'in-progress', 'renewing'].includes(status);

/** "A status is `confirmed` if at least one of the sources that establish it is an act, except that …" */
function isConfirmed(reading: Reading, { status, by, grant }: Standpoint): boolean {
  // One event may be a listing and the dates of stages.
  const same = reading.heard.filter(({ id }) => by.some((one) => one.id === id));
  const lastAct = [...by, ...same].filter(isAct).sort(byDay).at(-1);
  if (!lastAct) return false;
  // That it is suspended is known from the act that suspended it; a register may leave it out for that.
  if (status === 'suspended') return true;
  if (grant) return grant.missing === undefined && !isOutdated(reading, grant);
  // "… while the dossier is open: not after a register of the authority has listed the service as `absent` since the last act
  // that establishes the status".
  const isAbsent = (event: Heard) =>
    event.type === 'RegisterObserved' && event.data['listing'] === 'absent' && isAct(event);
  return !isOpen(status) || !reading.heard.some((event) => isAbsent(event) && byDay(event, lastAct) > 0);
}

/** "A grant known only from listings: not after the scheme's limit (`staleAfterDays`) has passed since the last listing." */
function isOutdated({ ofActs, scheme, day }: Reading, { words }: Told): boolean {
  if (!ofActs) return false;
  const last = words
    .map((word) => word.until ?? word.day)
    .sort()
    .at(-1);
  const isOnlyListed = words.every(({ type }) => type === 'RegisterObserved');
  return isOnlyListed && last !== undefined && daysAfter(last, scheme.staleAfterDays) < day;
}

/** The events that tell of grants to come. */
const comingWords = (reading: Reading): Heard[] => coming(reading).flatMap(({ words }) => words);

/** "`stage`: the furthest milestone, dated by the best source", the first of equals. */
function stageOn(reading: Reading, status: string): Verdict['stage'] {
  const { scheme } = reading;
  const events = cycleOf(reading, status);
  for (const { code } of scheme.milestones.toReversed()) {
    const told = events.filter((event) => reached(event, reading) === code);
    // Who only saw it there does not date it.
    const dated = told.filter((event) => event.type !== 'RegisterObserved' || listedDate(event) !== undefined);
    const reports = dated.length > 0 ? dated : told;
    const best = Math.min(...reports.map(({ kind }) => rankOf(kind)));
    const days = reports
      .filter(({ kind }) => rankOf(kind) === best)
      .map((event) => ({ event, day: daysOf(dateOf(event)).first }));
    const earliest = days.map(({ day }) => day).sort()[0];
    const first = days.find(({ day }) => day === earliest)?.event;
    if (first) return { milestone: code, occurred: dateOf(first), confirmed: told.some(isAct) };
  }
  return null;
}

const listedDate = ({ data }: Heard): string | undefined =>
  ((data['milestones'] ?? []) as { milestone: string; occurred: string }[]).find(
    ({ milestone }) => milestone === data['milestone'],
  )?.occurred;

const dateOf = (event: Heard): string =>
  (event.type === 'RegisterObserved' ? listedDate(event) : undefined) ?? event.occurred;

function reached({ type, data }: Heard, { scheme }: Reading): unknown {
  if (type === 'RegisterObserved')
    return data['listing'] === 'in-progress' ? stageOf(scheme, data['milestone'])?.code : undefined;
  if (type === 'MilestoneReached') return data['milestone'];
  if (type !== 'GrantIssued') return undefined;
  const code = data['milestone'] ?? outcomeOf(scheme);
  return scheme.milestones.find((one) => one.code === code)?.gives === 'granted' ? code : undefined;
}

/**
 * "… of the current cycle: since the last refusal or abandonment that an application or a milestone followed, and while
 * `renewing`, of the renewal alone."
 */
function cycleOf(reading: Reading, status: string): Heard[] {
  const { grants, scheme, day } = reading;
  const heard = leftStanding(reading);
  const last = lastEnded(grants, scheme, day);
  if (isOpen(status) && last) {
    const next = comingWords(reading).filter(({ day: told, dates }) => told <= day && dates === undefined);
    return [...renewalOf(reading, last), ...next];
  }
  const isStep = (event: Heard) =>
    event.type === 'ApplicationFiled' ||
    (event.type !== 'RegisterObserved' && event.dates === undefined && reached(event, reading) !== undefined);
  const turn = heard.findLast((event) => isTurn(event) && heard.some((step) => isStep(step) && step.day > event.day));
  return heard.filter((event) => turn === undefined || event.day > turn.day);
}
