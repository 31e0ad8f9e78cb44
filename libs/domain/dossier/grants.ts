import type { ActOnGrant } from '#language/en/standing.js';
import { addDays, addMonths, daysBetween } from '../date/day.js';
import { latest } from '../date/partial-date.js';
import { milestoneIndex, type Scheme } from '../scheme/scheme.js';
import { bestRank, movesStatus, confirms, rank } from '../source/source.js';
import type { DatedFact } from './facts.js';
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
  warn,
} from './grant-merge.js';
import {
  type Act,
  type Grant,
  type GrantDetails,
  isConfirmedGrant,
  withValidity,
  isWithinValidity,
  startOf,
} from './grant.js';
import { incrementalFold } from './memoize.js';

/** An announcement or a listing corroborates the grant valid on that day; a new grant is opened if there is none, or if its start shows that it is a later one. */
function registerClaim(folded: Grants, claim: GrantClaim & { kind: 'exists' }, scheme: Scheme): Grants {
  const claimed = withValidity(grantOfClaim(claim, scheme), scheme);
  const known =
    findGrant(folded, claim.decision, claim.day) ?? (claim.decision ? unnumberedOn(folded, claim.day) : undefined);
  if (known && !isFollowingGrant(known, claimed, claim, scheme)) return corroborate(folded, known, claimed, scheme);
  const act = { day: startOf(claimed), event: claim.event, source: claim.source };
  const before = folded.grants.map((grant) => succeededBy(grant, claimed, act, scheme));
  return { ...folded, grants: [...before, succeededIfOlder(claimed, folded.grants, claim.day, act, scheme)] };
}

function grantOfClaim(claim: GrantClaim & { kind: 'exists' }, scheme: Scheme): GrantDetails {
  const { day, event, source, decision, validFrom, validUntil, hasStart } = claim;
  const claimedBy = { event, rank: rank(source) };
  return {
    id: event,
    opened: day,
    issued: false,
    decision,
    validFrom,
    ...(hasStart && { startSource: claimedBy }),
    validUntil,
    ...(validUntil !== undefined && { endSource: claimedBy }),
    conditions: [],
    reservations: [],
    sources: [source],
    events: [event],
    dutiesDue: dutiesOfListing(claim, scheme),
  };
}

/** A current listing by the authority counts as proof that every duty was met on that day. */
const dutiesOfListing = (
  { listed, source, day }: GrantClaim & { kind: 'exists' },
  { duties = [] }: Scheme,
): GrantDetails['dutiesDue'] =>
  listed && confirms(source)
    ? Object.fromEntries(duties.map(({ code, everyMonths }) => [code, addMonths(day, everyMonths)]))
    : {};

/**
 * Whether the claim is about the next grant: its start is long after that of the known one, and for a decision the claim
 * falls into the warning window before the end of the known one.
 */
function isFollowingGrant(
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

export const grantsFrom = incrementalFold<Grants, DatedFact, Scheme>(
  { grants: [], warnings: [] },
  (folded, fact, scheme) => {
    if (!fact.event.source || !movesStatus(fact.event.source)) return folded;
    const claim = claimOf(fact);
    if (claim) return apply(folded, claim, scheme);
    return reachesOutcome(fact, scheme) ? registerClaim(folded, claimOfMilestone(fact), scheme) : folded;
  },
);

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
  listed: false,
});

function apply(folded: Grants, claim: GrantClaim, scheme: Scheme): Grants {
  const { day, event, source } = claim;
  const act = { day, event, source };
  switch (claim.kind) {
    case 'issued':
      return issue(folded, claim, scheme);
    case 'exists':
      return registerClaim(folded, claim, scheme);
    case 'not-listed':
      return delist(folded, claim, scheme);
    case 'kept-up':
      return extendDuties(folded, claim, scheme);
    case 'suspended':
      return actOnGrant(folded, claim, scheme, (grant) => ({
        ...grant,
        suspended: withBestSource(grant.suspended, act),
      }));
    case 'reinstated':
      return actOnGrant(folded, claim, scheme, (grant) => ({ ...grant, suspended: undefined }));
    case 'withdrawn':
      return actOnGrant(folded, claim, scheme, (grant) => ({ ...grant, ended: withdrawn(grant, act) }));
    case 'reservations-lifted':
      return actOnGrant(folded, claim, scheme, (grant) => ({ ...grant, reservations: [] }));
  }
}

/** A second report of the same act keeps its first date and the better of the two sources. */
const withBestSource = (before: Act | undefined, act: Act): Act =>
  before ? { ...before, source: rank(act.source) < rank(before.source) ? act.source : before.source } : act;

const withdrawn = ({ ended }: Grant, act: Act): Grant['ended'] => ({
  ...withBestSource(ended?.how === 'withdrawn' ? ended : undefined, act),
  how: 'withdrawn',
});

/**
 * A decision opens a grant. The same decision from another source corroborates it, announcements near its start are merged
 * into it, and a grant known without a number is superseded on its start date.
 */
function issue(folded: Grants, { grant, day, event, source }: GrantClaim & { kind: 'issued' }, scheme: Scheme): Grants {
  const issued = withValidity(grant, scheme);
  const same = folded.grants.findLast((known) => isSameGrant(known, issued, scheme));
  if (same) return corroborate(folded, same, issued, scheme);
  const announced = folded.grants.filter((known) => isAnnouncementOf(known, issued));
  const others = folded.grants.filter((known) => !announced.includes(known));
  const opened = announced.reduce((before, known) => mergeClaim(before, known, scheme), {
    grant: issued,
    warnings: folded.warnings,
  });
  const act = { day: startOf(opened.grant), event, source };
  const before = others.map((known) => supersede(known, opened.grant, act, scheme));
  return { grants: [...before, succeededIfOlder(opened.grant, others, day, act, scheme)], warnings: opened.warnings };
}

/** The same decision from another source: equal numbers, if known, and a start nearby; for reports, the same period. */
function isSameGrant(known: Grant, issued: Grant, { family }: Scheme): boolean {
  if (!known.issued || !areNear(known, issued) || known.ended?.how === 'absorbed') return false;
  if (known.decision !== undefined && issued.decision !== undefined) return known.decision === issued.decision;
  return family !== 'report' || !arePeriodsApart(known, issued);
}

const isAnnouncementOf = (known: Grant, issued: Grant): boolean =>
  !known.issued && known.decision === undefined && known.startSource !== undefined && areNear(known, issued);

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
  const { day, event, source, listing } = claim;
  const listed = findGrant(folded, claim.decision, day);
  if (!listed || (listed.ended && listed.ended.day <= day)) return folded;
  const stands = listed.decision !== undefined && scheme.family === 'decision';
  if (stands || rank(source) > bestRank(listed.sources)) {
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
 * Applies to the grant with that number, else to the valid grant without one; without a number, to the valid grant. For a
 * duty also to a lapsed grant, which could be renewed.
 */
function actOnGrant(
  folded: Grants,
  claim: GrantClaim & { kind: ActOnGrant },
  scheme: Scheme,
  change: (grant: Grant) => Grant,
): Grants {
  const decision = 'decision' in claim ? claim.decision : undefined;
  const lapsed = scheme.family === 'duty' ? lastStarted(folded, decision, claim.day) : undefined;
  const grant = findGrant(folded, decision, claim.day) ?? unnumberedOn(folded, claim.day) ?? lapsed;
  if (grant) return replace(folded, grant, change(grant));
  return warn(folded, { code: 'no-such-grant', params: { act: claim.kind }, events: [claim.event] });
}

/** A surveillance audit passed moves the due date of its duty, or of all; a lapsed grant becomes valid again. */
function extendDuties(folded: Grants, claim: GrantClaim & { kind: 'kept-up' }, scheme: Scheme): Grants {
  const grant = lastStarted(folded, claim.decision, claim.day);
  const duties = (scheme.duties ?? []).filter(({ code }) => claim.duty === undefined || code === claim.duty);
  if (!grant || duties.length === 0) return folded;
  const next = duties.map(({ code, everyMonths }) => [
    code,
    claim.due ? latest(claim.due) : addMonths(claim.day, everyMonths),
  ]);
  const dutiesDue = { ...grant.dutiesDue, ...(Object.fromEntries(next) as Grant['dutiesDue']) };
  return replace(folded, grant, withValidity({ ...grant, dutiesDue }, scheme));
}

/** The latest grant started and not ended by that day, with that number if one is given. */
const lastStarted = ({ grants }: Grants, decision: string | undefined, day: string): Grant | undefined =>
  grants.findLast(
    (grant) =>
      startOf(grant) <= day &&
      !grant.ended &&
      (decision === undefined || grant.decision === undefined || grant.decision === decision),
  );
