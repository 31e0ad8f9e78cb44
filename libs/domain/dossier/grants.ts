import { addDays, addMonths, daysBetween } from '../date/day.js';
import { earliest } from '../date/partial-date.js';
import { milestoneIndex, type Scheme } from '../scheme/scheme.js';
import { bestRank, movesStatus, confirms, rank } from '../source/source.js';
import { fold } from '../text/text.js';
import type { DatedFact } from './facts.js';
import { applyAct, type Withdrawn, warnOfWithdrawal } from './grant-acts.js';
import { claimOf, type GrantClaim } from './grant-claims.js';
import {
  areNear,
  arePeriodsApart,
  mergeClaim,
  succeededBy,
  type Grants,
  findGrant,
  replace,
  SAME_GRANT_DAYS,
  succeededIfOlder,
  unnumberedOn,
  corroborate,
  isUnderItsNumber,
  warn,
} from './grant-merge.js';
import {
  type Act,
  endOf,
  type Grant,
  type GrantDetails,
  hasBegunBy,
  isConfirmedGrant,
  isWithinValidity,
  lastDayOf,
  numbersAgree,
  startOf,
  withValidity,
} from './grant.js';
import { incrementalFold } from './memoize.js';

/** An announcement or a listing corroborates the grant valid on that day; a new grant is opened if there is none, or if its start shows that it is a later one. */
function registerClaim(folded: Grants, claim: GrantClaim & { kind: 'exists' }, scheme: Scheme): Grants {
  const claimed = withValidity(grantOfClaim(claim, scheme), scheme);
  const found =
    findGrant(folded, claim.decision, claim.day) ??
    (claim.decision ? unnumberedOn(folded, claim.day) : undefined) ??
    comingGrant(folded, claimed, claim);
  const withdrawal = withdrawalBefore(found ?? lastEnded(folded, claim.day), claim);
  const known = withdrawal || (found && isDecidedAhead(claimed, found, claim)) ? undefined : found;
  if (known && !isFollowingGrant(known, claimed, claim, scheme)) return corroborate(folded, known, claimed, scheme);
  if (withdrawal && !isNewAfter(withdrawal, claim)) return warnOfWithdrawal(folded, withdrawal, claim);
  const act = { day: startOf(claimed), event: claim.event, source: claim.source };
  const before = folded.grants.map((grant) => succeededBy(grant, claimed, act, scheme));
  return { ...folded, grants: [...before, succeededIfOlder(claimed, folded.grants, claim.day, act, scheme)] };
}

/** The authority says from when a grant will run: that is not one of long before, of which only claims tell. */
const isDecidedAhead = (claimed: Grant, known: Grant, { day }: Pick<Act, 'day'>): boolean =>
  isConfirmedGrant(claimed) && !isConfirmedGrant(known) && startOf(claimed) > day && !areNear(known, claimed);

/** While none is in force, a grant that is decided and not yet valid, where an announcement is about its start. */
function comingGrant({ grants }: Grants, claimed: Grant, { day }: Act): Grant | undefined {
  if (!claimed.startSource || grants.some((grant) => isWithinValidity(grant, day))) return undefined;
  const [next] = grants
    .filter(
      (grant) =>
        startOf(grant) > day &&
        startOf(grant) <= lastDayOf(grant) &&
        !grant.ended &&
        numbersAgree(grant.decision, claimed.decision),
    )
    .toSorted((one, other) => (startOf(one) < startOf(other) ? -1 : 1));
  return next && areNear(next, claimed) ? next : undefined;
}

/** While none is in force, the grant that ended last. */
function lastEnded({ grants }: Grants, day: string): Grant | undefined {
  if (grants.some((grant) => isWithinValidity(grant, day))) return undefined;
  const begun = grants.filter((grant) => hasBegunBy(grant, day) && grant.ended?.how !== 'refuted');
  return begun.toSorted((one, other) => (endOf(one) < endOf(other) ? -1 : 1)).at(-1);
}

const withdrawalBefore = (grant: Grant | undefined, { day }: Act): Withdrawn | undefined =>
  grant?.ended?.how === 'withdrawn' && grant.ended.day <= day ? { ...grant, ended: grant.ended } : undefined;

/** Whether a source may open a grant after a withdrawal: it ranks as high, names another decision, or gives a later start. */
function isNewAfter({ decision, ended }: Withdrawn, claim: GrantClaim & { kind: 'exists' }): boolean {
  if (rank(claim.source) <= rank(ended.source)) return true;
  if (decision !== undefined && claim.decision !== undefined && !numbersAgree(decision, claim.decision)) return true;
  return claim.register !== undefined && claim.hasStart && earliest(claim.validFrom) > ended.day;
}

export function grantOfClaim(claim: GrantClaim & { kind: 'exists' }, scheme: Scheme): GrantDetails {
  const { day, event, source, decision, validFrom, validUntil, hasStart, register } = claim;
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
    conditions: [],
    reservations: [],
    sources: [source],
    events: [event],
    amendments: [],
    ...(listed && { lastListed: day }),
    onlyListed: listed,
    dutiesDue: dutiesOfListing(claim, scheme),
  };
}

/** A current listing by the authority counts as proof that every duty was met on that day. */
const dutiesOfListing = (
  { register, source, day, validFrom }: GrantClaim & { kind: 'exists' },
  { duties = [] }: Scheme,
): GrantDetails['dutiesDue'] =>
  register !== undefined && confirms(source) && earliest(validFrom) <= day
    ? Object.fromEntries(duties.map(({ code, everyMonths }) => [code, addMonths(day, everyMonths)]))
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
  if (!known.startSource || !claimed.startSource) return false;
  if (daysBetween(startOf(known), startOf(claimed)) < SAME_GRANT_DAYS) return false;
  return (
    family !== 'decision' || (known.validity.ends !== undefined && addDays(known.validity.ends, -warningDays) <= day)
  );
}

const NO_GRANTS: Grants = { grants: [], warnings: [], registers: {} };

/** A fold of facts into grants. Each fold remembers one list, so each kind of list has a fold of its own. */
export const grantsFold = () =>
  incrementalFold<Grants, DatedFact, Scheme>(NO_GRANTS, (folded, fact, scheme) => {
    const claim = grantClaimOf(fact, scheme);
    return claim ? apply(withRegister(folded, claim), claim, scheme) : folded;
  });

/** What a fact says about a grant, as its type or the milestone that it reports means. */
export function grantClaimOf(fact: DatedFact, scheme: Scheme): GrantClaim | undefined {
  if (!fact.event.source || !movesStatus(fact.event.source)) return undefined;
  return claimOf(fact) ?? (reachesOutcome(fact, scheme) ? claimOfMilestone(fact) : undefined);
}

function withRegister(folded: Grants, claim: GrantClaim): Grants {
  if ((claim.kind !== 'not-listed' && claim.kind !== 'exists') || claim.register === undefined) return folded;
  const name = fold(claim.register);
  const listed = claim.kind === 'exists' ? 'granted' : claim.listing === 'in-progress' ? 'in-progress' : undefined;
  if (listed === undefined || folded.registers[name] === 'granted') return folded;
  return { ...folded, registers: { ...folded.registers, [name]: listed } };
}

/** Reaching the milestone of the outcome (J3) counts as an announcement of the grant. */
const reachesOutcome = ({ event }: DatedFact, scheme: Scheme): boolean =>
  event.type === 'MilestoneReached' &&
  scheme.milestones[milestoneIndex(scheme, event.data.milestone)]?.gives === 'granted';

const claimOfMilestone = (fact: DatedFact) => ({
  kind: 'exists' as const,
  day: fact.day,
  event: fact.id,
  source: fact.event.source ?? { kind: 'other' as const, publisher: '' },
  validFrom: fact.event.occurred ?? fact.day,
  hasStart: true,
});

function apply(folded: Grants, claim: GrantClaim, scheme: Scheme): Grants {
  switch (claim.kind) {
    case 'issued':
      return issue(folded, claim, scheme);
    case 'exists':
      return registerClaim(folded, claim, scheme);
    case 'not-listed':
      return delist(folded, claim, scheme);
    case 'suspended':
    case 'reinstated':
    case 'withdrawn':
    case 'reservations-lifted':
    case 'kept-up':
    case 'surveillance-failed':
      return applyAct(folded, claim, scheme);
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
      (isUnderItsNumber(known, issued, day, scheme) &&
        !isAnnouncementOf(known, issued) &&
        !isDecidedAhead(issued, known, { day })) ||
      isWithdrawnGrant(known, issued),
  );
  if (same) return corroborate(folded, same, issued, scheme);
  const announced = folded.grants.filter((known) => isAnnouncementOf(known, issued));
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
  known.startSource !== undefined &&
  areNear(known, issued);

/** A decision that began before a withdrawal, published late, is the one that was withdrawn. */
const isWithdrawnGrant = (known: Grant, issued: Grant): boolean =>
  known.ended?.how === 'withdrawn' &&
  startOf(issued) < known.ended.day &&
  numbersAgree(known.decision, issued.decision) &&
  areNear(known, issued);

/** A grant known without number or end is absorbed by the one issued; a report or attestation is succeeded by it. */
function supersede(known: Grant, issued: Grant, act: Act, scheme: Scheme): Grant {
  const isVague = !known.issued && known.decision === undefined && known.validUntil === undefined;
  if (isVague && (isWithinValidity(known, act.day) || startOf(known) > act.day))
    return { ...known, ended: { ...act, how: 'absorbed' } };
  return succeededBy(known, issued, act, scheme);
}

/**
 * "Not listed" by an equal or better source ends a grant, except a decision with a number. Otherwise it is a contradiction.
 * If the authority lists the service as in progress and never confirmed the grant, the grant is refuted.
 */
function delist(folded: Grants, claim: GrantClaim & { kind: 'not-listed' }, scheme: Scheme): Grants {
  const { day, event, source, listing, register } = claim;
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
