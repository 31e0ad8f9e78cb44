import { addDays, addMonths, type Day, daysBetween, earlier } from '../date/day.js';
import { earliest } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import { confirms, movesStatus, rank, bestRank } from '../source/source.js';
import { fold } from '../text/text.js';
import { is } from '../event/dossier-events.js';
import { type DatedFact, givenBy } from './facts.js';
import {
  isGrantAct,
  isHeldAgainst,
  lastStarted,
  placeAct,
  placed,
  runningGrant,
  suspended,
  type Withdrawn,
  withdrawn,
  warnOfWithdrawal,
  isUnmet,
} from './grant-acts.js';
import { claimOf, type GrantAct, type GrantClaim } from './grant-claims.js';
import {
  areNear,
  arePeriodsApart,
  corroborate,
  endsLater,
  findGrant,
  type Grants,
  isUnderItsNumber,
  mergeClaim,
  SAME_GRANT_DAYS,
  succeededBy,
  succeededIfOlder,
  unnumberedOn,
  replace,
  warn,
  type ListedOver,
} from './grant-merge.js';
import {
  type Act,
  canBeInForce,
  comingGrants,
  endOf,
  type Grant,
  type GrantDetails,
  isConfirmedGrant,
  isWithinValidity,
  lastDayOf,
  lastEnded,
  numbersAgree,
  remaining,
  startOf,
  isUnder,
} from './grant.js';
import { withValidity } from './validity.js';
import { incrementalFilter, incrementalFold, memoizeEach } from '../memoize.js';
import type { HowListed } from '../register/entry.js';
import type { AboutGrant } from '../warning/warning.js';

/** An announcement or a listing corroborates the grant valid on that day; a new grant is opened if there is none, or if its start shows that it is a later one. */
function registerClaim(folded: Grants, claim: GrantClaim & { kind: 'exists' }, scheme: Scheme): Grants {
  const claimed = withValidity(grantOfClaim(claim, scheme), scheme);
  const listed = folded.grants.findLast(({ events, ended }) => !ended && events.includes(claim.confirms ?? ''));
  // What is only confirmed is no news.
  if (listed) return corroborate(folded, listed, { ...claimed, opened: listed.opened }, scheme);
  const isAnyRunning = folded.grants.some((grant) => isWithinValidity(grant, claim.day));
  const found =
    findGrant(folded, claim.decision, claim.day) ??
    (claim.decision ? unnumberedOn(folded, claim.day) : undefined) ??
    (isAnyRunning ? undefined : announcedAhead(folded, claimed, claim));
  const ended = isAnyRunning ? undefined : lastEnded(folded.grants, claim.day);
  const withdrawal = withdrawalBefore(found ?? ended, claim);
  const known = withdrawal || (found && isDecidedAhead(claimed, found, claim)) ? undefined : found;
  if (known && !isFollowingGrant(known, claimed, claim, scheme)) return corroborate(folded, known, claimed, scheme);
  if (withdrawal && !isNewAfter(withdrawal, claim, folded)) return warnOfWithdrawal(folded, withdrawal, claim);
  const next = scheme.family === 'report' ? claimed : withValidity(countedFrom(folded, claimed, claim), scheme);
  const act = { day: startOf(next), event: claim.event, source: claim.source };
  const before = folded.grants.map((grant) => succeededBy(grant, next, act, scheme));
  return { ...folded, grants: [...before, succeededIfOlder(next, folded.grants, claim.day, act, scheme)] };
}

/** With a start from before the end of a grant that the authority ended, a listing tells of one from its own day. */
const countedFrom = (
  { grants }: Grants,
  claimed: Grant,
  { day, from: countsFrom }: GrantClaim & { kind: 'exists' },
): Grant =>
  grants.some(
    ({ ended, decision }) =>
      (ended?.how === 'withdrawn' || ended?.how === 'delisted') &&
      ended.day <= day &&
      earliest(claimed.validFrom) < ended.day &&
      numbersAgree(decision, claimed.decision),
  )
    ? { ...claimed, validFrom: day, datedStart: false, countsFrom: day }
    : { ...claimed, countsFrom };

/** The authority says from when a grant will run: that is not one of long before, of which only claims tell. */
const isDecidedAhead = (claimed: Grant, known: Grant, { day }: Pick<Act, 'day'>): boolean =>
  isConfirmedGrant(claimed) && !isConfirmedGrant(known) && startOf(claimed) > day && !areNear(known, claimed);

/** The next grant that is decided and not yet valid, where an announcement is about its start. */
function announcedAhead({ grants }: Grants, claimed: Grant, { decision, day }: GrantClaim & { kind: 'exists' }) {
  const next = comingGrants(grants, day).find((grant) => numbersAgree(grant.decision, decision));
  return next && claimed.startSource && areNear(next, claimed) ? next : undefined;
}

const withdrawalBefore = (grant: Grant | undefined, { day }: Act): Withdrawn | undefined =>
  grant?.ended?.how === 'withdrawn' && grant.ended.day <= day ? { ...grant, ended: grant.ended } : undefined;

/**
 * Whether a source may open a grant after a withdrawal: it ranks as high, names another decision, or gives a later start. A
 * register that has listed it since before an act of the authority only repeats itself.
 */
function isNewAfter(
  { decision, ended }: Withdrawn,
  claim: GrantClaim & { kind: 'exists' },
  { listed }: Grants,
): boolean {
  const since = claim.register === undefined ? undefined : listed[fold(claim.register)]?.since;
  const isSaidAgain = since !== undefined && since <= ended.day && confirms(ended.source);
  if (!isSaidAgain && rank(claim.source) <= rank(ended.source)) return true;
  if (decision !== undefined && claim.decision !== undefined && !numbersAgree(decision, claim.decision)) return true;
  return claim.register !== undefined && claim.hasStart && earliest(claim.validFrom) > ended.day;
}

export function grantOfClaim(claim: GrantClaim & { kind: 'exists' }, scheme: Scheme): GrantDetails {
  const { day, event, source, decision, validFrom, validUntil, hasStart, register, level, slug, conditions } = claim;
  const claimedBy = { event, rank: rank(source), day };
  const listed = register !== undefined && confirms(source);
  return {
    id: event,
    opened: day,
    issued: false,
    decision,
    validFrom,
    ...(hasStart && { startSource: claimedBy }),
    datedStart: hasStart && register !== undefined,
    validUntil,
    ...(validUntil !== undefined && { endSource: claimedBy }),
    conditions: conditions ?? [],
    reservations: [],
    level,
    sources: [source],
    events: [event],
    amendments: [],
    ...(listed && { lastListed: claim.until ?? day }),
    onlyListed: listed,
    ...(listed && { listedBy: slug }),
    dutiesDue: dutiesOfListing(claim, scheme),
  };
}

/** A current listing by the authority counts as proof that every duty was met on that day, or until the last day of which it tells. */
const dutiesOfListing = (
  { register, source, day, until = day, validFrom }: GrantClaim & { kind: 'exists' },
  { duties = [] }: Scheme,
): GrantDetails['dutiesDue'] =>
  register !== undefined && confirms(source) && earliest(validFrom) <= day
    ? Object.fromEntries(duties.map(({ code, everyMonths }) => [code, addMonths(until, everyMonths)]))
    : {};

/**
 * Whether the claim is about the next grant: its start is long after that of the known one, and for a decision the claim
 * falls into the warning window before the end of the known one.
 */
export function isFollowingGrant(
  known: Grant,
  claimed: Grant,
  { day }: { day: string },
  { family, warningDays }: Scheme,
): boolean {
  if (isListedAfterItsEnd(known, claimed, family)) return true;
  if (!known.startSource || !claimed.startSource) return false;
  if (daysBetween(startOf(known), startOf(claimed)) < SAME_GRANT_DAYS) return false;
  return (
    family !== 'decision' || (known.validity.ends !== undefined && addDays(known.validity.ends, -warningDays) <= day)
  );
}

/** A listing of a decision that has ended, with a later end and no start within its time. */
const isListedAfterItsEnd = (known: Grant, claimed: Grant, family: Scheme['family']): boolean =>
  family === 'decision' && claimed.onlyListed && startOf(claimed) > lastDayOf(known) && endsLater(known, claimed);

export const NO_GRANTS: Grants = {
  grants: [],
  warnings: [],
  registers: {},
  listed: {},
  confirmations: {},
  unplaced: [],
};

/** A fold of facts into grants. Each fold remembers one list, so each kind of list has a fold of its own. */
export function grantsFold() {
  const fold = incrementalFold<Grants, DatedFact, Scheme>(NO_GRANTS, grantsAfter, isConfirmedOnceMore);
  const ofGrants = incrementalFilter<DatedFact, Scheme>((fact, scheme) => grantClaimOf(fact, scheme) !== undefined);
  return (facts: readonly DatedFact[], scheme: Scheme): Grants => fold(ofGrants(facts, scheme), scheme);
}

export function grantsAfter(folded: Grants, fact: DatedFact, scheme: Scheme): Grants {
  const claim = grantClaimOf(fact, scheme);
  if (!claim) return folded;
  const listed = withRegister(folded, claim);
  if (isRepeated(folded, claim)) return listed;
  const applied = apply(listed, claim, scheme);
  const after = isGrantAct(claim) ? applied : placed(folded, applied, scheme);
  return claim.confirms === undefined ? after : confirmed(folded, after, { ...claim, confirms: claim.confirms });
}

/** What a fact says about a grant, as its type or the milestone that it reports means. */
export function grantClaimOf(fact: DatedFact, scheme: Scheme): GrantClaim | undefined {
  return fact.event.source && movesStatus(fact.event.source) ? statedClaim(fact, scheme) : undefined;
}

/** The same, by a source that may not be able to move a status. Memoized: it is asked for on each day of a history. */
const statedClaim = memoizeEach(
  (fact: DatedFact, scheme: Scheme): GrantClaim | undefined =>
    claimOf(fact) ?? (givenBy(fact.event, scheme) === 'granted' ? claimOfMilestone(fact) : undefined),
);

/** Whether a source that cannot move a status claims a grant. */
export function claimsInVain(fact: DatedFact, scheme: Scheme): boolean {
  if (!fact.event.source || movesStatus(fact.event.source)) return false;
  const kind = statedClaim(fact, scheme)?.kind;
  return kind === 'issued' || kind === 'exists';
}

/** Reaching the milestone of the outcome (J3) counts as an announcement of the grant. */
const claimOfMilestone = (fact: DatedFact) => ({
  kind: 'exists' as const,
  day: fact.day,
  event: fact.id,
  source: fact.event.source ?? { kind: 'other' as const, publisher: '' },
  validFrom: fact.event.occurred ?? fact.day,
  hasStart: true,
});

function apply(folded: Grants, claim: GrantClaim, scheme: Scheme): Grants {
  if (isGrantAct(claim)) return placeAct(folded, claim, scheme);
  switch (claim.kind) {
    case 'issued':
      return issue(folded, claim, scheme);
    case 'exists':
      return registerClaim(listedAgain(folded, claim), claim, scheme);
    case 'not-listed':
      return delist(folded, claim, scheme);
  }
}

/**
 * A decision opens a grant. The same decision from another source corroborates it, announcements near its start are merged
 * into it, and a grant known without a number is superseded on its start date.
 */
function issue(folded: Grants, { grant, day, event, source }: GrantClaim & { kind: 'issued' }, scheme: Scheme): Grants {
  const issued = withValidity(grant, scheme);
  const same = folded.grants.findLast(
    (known) =>
      isSameGrant(known, issued, scheme) ||
      (isUnderItsNumber(known, issued, scheme) &&
        !isAnnouncementOf(known, issued) &&
        !isDecidedAhead(issued, known, { day })) ||
      isWithdrawnGrant(known, issued),
  );
  if (same) return corroborate(folded, same, issued, scheme);
  const announced = folded.grants.filter((known) => canBeInForce(issued) && isAnnouncementOf(known, issued));
  const others = folded.grants.filter((known) => !announced.includes(known));
  const opened = announced.reduce((before, known) => mergeClaim(before, known, scheme), {
    grant: issued,
    warnings: folded.warnings,
  });
  const act = { day: startOf(opened.grant), event, source };
  const before = others.map((known) => supersede(known, opened.grant, act, scheme));
  const next = succeededIfOlder(opened.grant, others, day, act, scheme);
  return { ...folded, grants: [...before, next], warnings: opened.warnings };
}

/** The same decision from another source: equal numbers, if known, and a start nearby; for reports, the same period. */
function isSameGrant(known: Grant, issued: Grant, { family }: Scheme): boolean {
  if (!known.issued || !areNear(known, issued) || known.ended?.how === 'absorbed') return false;
  if (known.ended?.how === 'withdrawn' && known.ended.day <= startOf(issued)) return false;
  if (known.decision !== undefined && issued.decision !== undefined)
    return numbersAgree(known.decision, issued.decision);
  return family !== 'report' || !arePeriodsApart(known, issued);
}

const isAnnouncementOf = (known: Grant, issued: Grant): boolean =>
  !known.issued &&
  known.ended?.how !== 'withdrawn' &&
  numbersAgree(known.decision, issued.decision) &&
  isStartOf(issued, known);

/** Whether what is issued starts when a known grant did. One that was only seen to be there began on that day or before. */
const isStartOf = (issued: Grant, known: Grant): boolean =>
  known.startSource === undefined
    ? startOf(issued) <= startOf(known) && startOf(known) <= lastDayOf(issued)
    : areNear(known, issued);

/** A decision that began before a withdrawal, published late, is the one that was withdrawn. */
const isWithdrawnGrant = (known: Grant, issued: Grant): boolean =>
  known.ended?.how === 'withdrawn' &&
  startOf(issued) < known.ended.day &&
  numbersAgree(known.decision, issued.decision) &&
  (areNear(known, issued) || isStartOf(issued, known));

/** A grant known without number or end is absorbed by the one issued; a report or attestation is succeeded by it. */
function supersede(known: Grant, issued: Grant, act: Act, scheme: Scheme): Grant {
  const isVague = !known.issued && known.decision === undefined && known.validUntil === undefined;
  if (isVague && canBeInForce(issued) && (isWithinValidity(known, act.day) || startOf(known) > act.day))
    return { ...known, ended: { ...act, how: 'absorbed' } };
  return succeededBy(known, issued, act, scheme);
}

/**
 * Of readings in a row that confirm a listing, the first and the last count, as long as the grant that is listed stands: the
 * others say the same, and leave only their day and their event, which the last replaces. A report counts from the day on which
 * it is listed, so that each counts.
 */
function isConfirmedOnceMore(
  { grants, confirmations }: Grants,
  fact: DatedFact,
  { family }: Scheme,
  { before, after }: { before?: DatedFact | undefined; after?: DatedFact | undefined },
): boolean {
  const { event } = fact;
  const listing = fact.listing?.confirms;
  if (family === 'report' || listing === undefined || confirmations[listing] === undefined) return false;
  const isSame = (other: DatedFact | undefined): boolean =>
    other?.listing?.confirms === listing &&
    other.event.source?.kind === event.source?.kind &&
    other.event.source?.publisher === event.source?.publisher;
  if (!isSame(before) || !isSame(after) || !is(event, 'observation')) return false;
  return event.data.listing === 'granted'
    ? grants.some(({ ended, events }) => !ended && events.includes(listing))
    : grants.length === 0;
}

/** What a reading confirms again and again is told, and warned of, once: by the listing and by the latest reading. */
function confirmed(before: Grants, after: Grants, { confirms: listing, event }: Act & { confirms: string }): Grants {
  const last = before.confirmations[listing];
  const isKnown = (found: AboutGrant): boolean =>
    before.warnings.some(
      (one) => one.code === found.code && JSON.stringify(one.params) === JSON.stringify(found.params),
    );
  return {
    ...after,
    grants: after.grants.map((grant) => (grant.events.includes(event) ? withoutEvent(grant, last) : grant)),
    warnings: after.warnings.filter((found) => before.warnings.includes(found) || !isKnown(found)),
    confirmations: { ...before.confirmations, [listing]: event },
  };
}

function withoutEvent(grant: Grant, event: string | undefined): Grant {
  const place = event === undefined || event === grant.id ? -1 : grant.events.indexOf(event);
  if (place < 0) return grant;
  const isOther = (_: unknown, index: number): boolean => index !== place;
  return { ...grant, events: grant.events.filter(isOther), sources: grant.sources.filter(isOther) };
}

/** Remembers the furthest that each register has listed the service, and how it lists it, since when. */
function withRegister(before: Grants, claim: GrantClaim): Grants {
  if ((claim.kind !== 'not-listed' && claim.kind !== 'exists') || claim.register === undefined) return before;
  const name = fold(claim.register);
  const listing: HowListed = claim.kind === 'exists' ? 'granted' : claim.listing;
  const last = before.listed[name];
  const since = last?.listing === listing ? last.since : claim.day;
  const over = listedOver(last?.over ?? [], claim, listing);
  const isSame = last?.listing === listing && over.length + last.over.length === 0;
  const folded = isSame ? before : { ...before, listed: { ...before.listed, [name]: { listing, since, over } } };
  if (listing === 'absent' || folded.registers[name] === 'granted') return folded;
  const furthest = listing === 'in-progress' ? listing : 'granted';
  return { ...folded, registers: { ...folded.registers, [name]: furthest } };
}

/** What a register still lists as suspended or over after a claim: not what this lists otherwise. */
function listedOver(
  before: readonly ListedOver[],
  claim: GrantClaim & { kind: 'exists' | 'not-listed' },
  listing: HowListed,
): readonly ListedOver[] {
  const { decision } = claim;
  const left = before.filter((one) => one.listing === listing || !numbersAgree(one.decision, decision));
  if (claim.kind === 'exists' || claim.of === undefined) return left;
  const isSame = (one: ListedOver): boolean =>
    one.listing === listing &&
    numbersAgree(one.decision, decision) &&
    (one.decision === undefined) === (decision === undefined);
  const same = left.find(isSame);
  const start = startIn(claim.of) ?? same?.start;
  const ranks = [rank(claim.source), ...(same && same.start === start ? [same.rank] : [])];
  return [...left.filter((one) => one !== same), { listing, decision, start, rank: Math.min(...ranks) }];
}

const startIn = ({ hasStart, validFrom }: GrantClaim & { kind: 'exists' }) => (hasStart ? validFrom : undefined);

/**
 * A register that lists a grant as suspended or over once more only repeats itself: it does so to no grant that came since. With
 * a number or a start that it had not said, it tells of another one.
 */
function isRepeated({ listed }: Grants, claim: GrantClaim): boolean {
  if (claim.kind !== 'not-listed' || claim.of === undefined) return false;
  const { listing, decision, source, of } = claim;
  const start = startIn(of);
  return (listed[fold(claim.register)]?.over ?? []).some(
    (one) =>
      one.listing === listing &&
      one.rank <= rank(source) &&
      (decision === undefined || isUnder(one, decision)) &&
      (start === undefined || start === one.start),
  );
}

/**
 * "Not listed" by an equal or better source ends a grant, except a decision with a number. Otherwise it is a contradiction.
 * If the authority lists the service as in progress and never confirmed the grant, the grant is refuted.
 */
function delist(folded: Grants, claim: GrantClaim & { kind: 'not-listed' }, scheme: Scheme): Grants {
  const { day, event, source, listing, register } = claim;
  if (claim.of) return endListed(folded, claim, claim.of, scheme);
  const listed = findGrant(folded, claim.decision, day);
  if (!listed || startOf(listed) > day || (listed.ended && listed.ended.day <= day)) return folded;
  const stands = listed.decision !== undefined && scheme.family === 'decision';
  if (stands || rank(source) > bestRank(listed.sources)) {
    if (listing === 'absent' && folded.registers[fold(register)] === 'in-progress') return folded;
    if (listing === 'absent' && confirms(source))
      return replace(folded, listed, { ...listed, unlisted: listed.unlisted ?? { day, event, source } });
    const params = { publisher: source.publisher, listing };
    return warn(folded, { code: 'listing-contradicts', params, events: [listed.id, event], about: listed.id });
  }
  const refuted = listing === 'in-progress' && confirms(source) && !isConfirmedGrant(listed);
  const ended = { day, event, source, how: refuted ? ('refuted' as const) : ('delisted' as const) };
  const after = replace(folded, listed, { ...listed, ended });
  if (!refuted) return after;
  const params = { authority: source.publisher };
  return warn(after, { code: 'claim-contradicts', params, events: [event, ...listed.events] });
}

/**
 * A register lists a grant as suspended, withdrawn or expired: the first two are acts on it by who keeps the register. One that
 * nobody has told of was there before, from a day that is not known.
 */
function endListed(
  folded: Grants,
  claim: GrantClaim & { kind: 'not-listed' },
  of: GrantClaim & { kind: 'exists' },
  scheme: Scheme,
): Grants {
  const { day, event, source, listing, register, decision } = claim;
  const act = { day, event, source };
  const start = of.hasStart ? earliest(of.validFrom) : undefined;
  const isOther = (one: Grant, from: Day): boolean =>
    endOf(one) < earlier(from, day) ||
    (startOf(one) > day && Math.abs(daysBetween(startOf(one), from)) >= SAME_GRANT_DAYS);
  const isOf = (one: Grant): boolean =>
    canBeInForce(one) && numbersAgree(one.decision, decision) && !(start !== undefined && isOther(one, start));
  if (!folded.grants.some(isOf)) {
    const opened = { ...folded, grants: [...folded.grants, withValidity(grantOfClaim(of, scheme), scheme)] };
    const known = placed(folded, opened, scheme);
    const grant = known.grants.at(-1);
    return grant ? replace(known, grant, asListed(grant, claim)) : known;
  }
  if (listing === 'suspended' || listing === 'withdrawn')
    return placeAct(folded, { ...act, kind: listing, decision, register }, scheme);
  const lapsed = scheme.family === 'duty' ? lastStarted(folded, decision, day) : undefined;
  const grant = runningGrant(folded, decision, day) ?? lapsed;
  if (!grant) return folded;
  if (rank(source) <= bestRank(grant.sources) && !isHeldAgainst(grant, claim))
    return replace(folded, grant, { ...grant, ended: { ...act, how: 'delisted' } });
  const params = { publisher: source.publisher, listing };
  return warn(folded, { code: 'listing-contradicts', params, events: [grant.id, event], about: grant.id });
}

function asListed(grant: Grant, { day, event, source, listing, register }: GrantClaim & { kind: 'not-listed' }): Grant {
  const act = { day, event, source };
  if (listing === 'suspended') return suspended(grant, { ...act, kind: listing, register });
  if (listing === 'withdrawn') return { ...grant, ended: withdrawn(grant, act) };
  return { ...grant, ended: grant.ended ?? { ...act, how: 'delisted' } };
}

/**
 * A register that lists a grant as such again takes back that it listed it as suspended, and what of that kind no grant was
 * found for; but a claim takes back no act.
 */
function listedAgain(folded: Grants, claim: GrantClaim & { kind: 'exists' }): Grants {
  const { register, decision, source } = claim;
  if (register === undefined) return folded;
  const name = fold(register);
  const isTakenBack = (act: GrantAct): boolean =>
    'register' in act &&
    fold(act.register ?? '') === name &&
    numbersAgree(act.decision, decision) &&
    (confirms(source) || !confirms(act.source));
  const isByIt = (grant: Grant): boolean =>
    grant.suspended?.listed?.[name] !== undefined &&
    numbersAgree(grant.decision, decision) &&
    !isHeldAgainst(grant, claim);
  const lifted = ({
    suspended: { listed: { [name]: _, ...listed } = {}, ...others } = {},
    ...grant
  }: Grant): Grant => ({
    ...grant,
    suspended: remaining({ ...others, listed }),
  });
  const unplaced = folded.unplaced.filter((act) => !isTakenBack(act));
  const warnings = folded.warnings.filter(
    (found) => !folded.unplaced.some((act) => isTakenBack(act) && isUnmet(found, act)),
  );
  const known = unplaced.length < folded.unplaced.length ? { ...folded, unplaced, warnings } : folded;
  return known.grants.filter(isByIt).reduce((after, grant) => replace(after, grant, lifted(grant)), known);
}
