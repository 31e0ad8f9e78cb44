import type { ActOnGrant } from '../warning/warning.js';
import { addMonths, type Day } from '../date/day.js';
import { latest } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import { confirms, rank } from '../source/source.js';
import { fold } from '../text/text.js';
import type { AboutGrant } from '../warning/warning.js';
import type { GrantAct, GrantClaim } from './grant-claims.js';
import { findGrant, type Grants, replace, unnumberedOn, warn } from './grant-merge.js';
import {
  type Act,
  comingGrants,
  type Grant,
  isComing,
  isWithinValidity,
  lastDayOf,
  lastEnded,
  numbersAgree,
  remaining,
  startOf,
  suspensionsOf,
  isUnder,
} from './grant.js';
import { withValidity } from './validity.js';

/** Done to a grant, or kept until one that ran on its day is published. */
export function placeAct(folded: Grants, claim: GrantAct, scheme: Scheme): Grants {
  const after = applyAct(folded, claim, scheme);
  const { kind, decision, day } = claim;
  const isPlaced =
    kind === 'surveillance-failed' || kind === 'kept-up'
      ? (runningGrant(folded, decision, day) ?? (kind === 'kept-up' && lastStarted(folded, decision, day)))
      : !after.warnings.some((found) => isUnmet(found, claim)) &&
        !(kind === 'withdrawn' && isToldAgain(folded, claim, scheme));
  return isPlaced ? after : { ...after, unplaced: [...folded.unplaced, claim] };
}

/** A withdrawal of a withdrawn grant after its end: that may be extended, and the first withdrawal annulled. */
const isToldAgain = ({ grants }: Grants, { decision, day }: GrantAct, scheme: Scheme): boolean =>
  !grants.some((one) => numbersAgree(one.decision, decision) && (covers(one, day, scheme) || isComing(one, day)));

export const isUnmet = ({ code, events }: AboutGrant, { event }: Act): boolean =>
  code === 'no-such-grant' && events[0] === event;

/** Does to grants that have been published or extended since what was done to them before. */
export function placed(before: Grants, after: Grants, scheme: Scheme): Grants {
  if (after.unplaced.length === 0 || after.grants === before.grants) return after;
  // A grant under the number of the act that was known by then, such as one whose withdrawal was annulled later, did not take it.
  const isKnown = (known: Grant, grant: Grant, { day, decision }: GrantAct): boolean =>
    (known.id === grant.id || (!known.ended && isUnder(known, decision))) && covers(known, day, scheme);
  const isOf = (grant: Grant, act: GrantAct): boolean =>
    numbersAgree(grant.decision, act.decision) &&
    covers(grant, act.day, scheme) &&
    !(act.kind === 'kept-up' && grant.lastListed !== undefined && act.day <= grant.lastListed) &&
    !before.grants.some((known) => isKnown(known, grant, act));
  return after.unplaced.reduce<Grants>(
    (folded, act) => {
      if (!folded.grants.some((grant) => isOf(grant, act))) return { ...folded, unplaced: [...folded.unplaced, act] };
      const warnings = folded.warnings.filter((found) => !isUnmet(found, act));
      return placeAct({ ...folded, warnings }, act, scheme);
    },
    { ...after, unplaced: [] },
  );
}

/** Whether a day falls into the time of a grant, whoever ended it; that of a duty goes on, for it could come back. */
const covers = (grant: Grant, day: Day, { family }: Scheme): boolean =>
  startOf(grant) <= day && (family === 'duty' || day <= lastDayOf(grant));

/** What is done to a grant: suspended, reinstated, withdrawn, its reservations lifted, its surveillance passed or failed. */
function applyAct(folded: Grants, claim: GrantAct, scheme: Scheme): Grants {
  const { day, event, source } = claim;
  const act = { day, event, source };
  switch (claim.kind) {
    case 'suspended':
      return actOnGrant(folded, claim, scheme, (grant) => suspended(grant, claim));
    case 'reinstated':
      return reinstate(folded, claim, scheme);
    case 'withdrawn':
      return actOnGrant(folded, claim, scheme, (grant) => ({ ...grant, ended: withdrawn(grant, act) }));
    case 'kept-up':
      return passSurveillance(folded, claim, scheme);
    case 'surveillance-failed':
      return failSurveillance(folded, claim, scheme);
    case 'reservations-lifted':
      return liftReservations(folded, claim, scheme);
  }
}

/** Whether something is done to a grant, rather than said of its existence. */
export const isGrantAct = (claim: GrantClaim): claim is GrantAct =>
  claim.kind !== 'issued' && claim.kind !== 'exists' && claim.kind !== 'not-listed';

export function suspended(grant: Grant, { day, event, source, register }: GrantClaim & { kind: 'suspended' }): Grant {
  const act = { day, event, source };
  const { ordered, listed = {} } = grant.suspended ?? {};
  if (register === undefined)
    return { ...grant, suspended: { ...grant.suspended, ordered: withBestSource(ordered, act) } };
  const name = fold(register);
  return {
    ...grant,
    suspended: { ...grant.suspended, listed: { ...listed, [name]: withBestSource(listed[name], act) } },
  };
}

/** What was done once is not done again by another who tells of it: it is only better known. */
const withBestSource = <A extends Act>(before: A | undefined, act: A): A =>
  before ? { ...before, source: rank(act.source) < rank(before.source) ? act.source : before.source } : act;

export const withdrawn = ({ ended }: Grant, act: Act): Grant['ended'] => ({
  ...withBestSource(ended?.how === 'withdrawn' ? ended : undefined, act),
  how: 'withdrawn',
});

export type Withdrawn = Grant & { ended: Act };

export const warnOfWithdrawal = (folded: Grants, { ended }: Withdrawn, { source, event }: Act): Grants =>
  warn(folded, {
    code: 'grant-after-withdrawal',
    params: { publisher: source.publisher, withdrawn: ended.day },
    events: [ended.event, event],
  });

/**
 * Done to the running grant of that number, else to the running one that has none; without a number, to the one in force. A
 * grant that is not yet valid can be withdrawn, and a lapsed duty can be suspended or withdrawn, for it could come back.
 */
function actOnGrant(
  folded: Grants,
  claim: GrantClaim & { kind: ActOnGrant },
  scheme: Scheme,
  change: (grant: Grant) => Grant,
): Grants {
  const grant = grantActedOn(folded, claim, scheme);
  if (!grant) return warn(folded, { code: 'no-such-grant', params: { act: claim.kind }, events: [claim.event] });
  if (isHeldAgainst(grant, claim)) return unconfirmed(folded, grant, claim);
  return replace(folded, grant, change(grant));
}

function grantActedOn(folded: Grants, { kind, decision, day }: GrantClaim & { kind: ActOnGrant }, scheme: Scheme) {
  const agrees = (grant: Grant): boolean => numbersAgree(grant.decision, decision);
  const running = runningGrant(folded, decision, day);
  const lapsed = scheme.family === 'duty' ? lastStarted(folded, decision, day) : undefined;
  if (running || lapsed || kind !== 'withdrawn') return running ?? lapsed;
  return comingGrants(folded.grants, day).find(agrees) ?? withdrawnGrant(folded, decision, day);
}

/** The last that was withdrawn under that number, else without one; without a number, the last grant, if it was. */
function withdrawnGrant({ grants }: Grants, decision: string | undefined, day: string): Withdrawn | undefined {
  const isWithdrawn = (grant: Grant | undefined): grant is Withdrawn => grant?.ended?.how === 'withdrawn';
  if (decision !== undefined) {
    const agreeing = grants.filter(isWithdrawn).filter((grant) => numbersAgree(grant.decision, decision));
    return agreeing.findLast((grant) => isUnder(grant, decision)) ?? agreeing.at(-1);
  }
  const last = lastEnded(grants, day);
  return isWithdrawn(last) ? last : undefined;
}

export const runningGrant = (folded: Grants, decision: string | undefined, day: string): Grant | undefined =>
  decision === undefined
    ? findGrant(folded, undefined, day)
    : (folded.grants.findLast((grant) => isUnder(grant, decision) && isWithinValidity(grant, day)) ??
      unnumberedOn(folded, day));

/** Whether a claim is about a grant of which the authority itself has said or done something. */
export const isHeldAgainst = (grant: Grant, { source }: Act): boolean => {
  const acts = [...suspensionsOf(grant), ...(grant.ended ? [grant.ended] : [])];
  return !confirms(source) && [...grant.sources, ...acts.map((act) => act.source)].some(confirms);
};

const unconfirmed = (folded: Grants, { id }: Grant, { kind, source, event }: Act & { kind: ActOnGrant }): Grants =>
  warn(folded, {
    code: 'act-unconfirmed',
    params: { publisher: source.publisher, act: kind },
    events: [id, event],
    about: id,
  });

/** Ends a suspension. After a withdrawal by a source that is no better, it annuls that, from its own day on. */
function reinstate(folded: Grants, claim: GrantClaim & { kind: 'reinstated' }, { family }: Scheme): Grants {
  const { decision, day, source } = claim;
  const running = folded.grants.filter(
    (grant) => numbersAgree(grant.decision, decision) && isWithinValidity(grant, day),
  );
  const withdrawal = withdrawnGrant(folded, decision, day);
  const lapsed = family === 'duty' ? lastStarted(folded, decision, day) : undefined;
  const isLapsedMeant = lapsed?.suspended && !(withdrawal && startOf(withdrawal) > startOf(lapsed));
  const grant =
    running.findLast(({ suspended }) => suspended) ?? running.at(-1) ?? (isLapsedMeant ? lapsed : undefined);
  if (grant && isHeldAgainst(grant, claim)) return unconfirmed(folded, grant, claim);
  if (grant?.suspended) return replace(folded, grant, { ...grant, suspended: undefined });
  if (grant) return warn(folded, { code: 'not-suspended', params: {}, events: [grant.id, claim.event] });
  if (!withdrawal || lastDayOf(withdrawal) < day)
    return warn(folded, { code: 'no-such-grant', params: { act: 'reinstated' }, events: [claim.event] });
  if (rank(source) > rank(withdrawal.ended.source)) return warnOfWithdrawal(folded, withdrawal, claim);
  return replace(folded, withdrawal, { ...withdrawal, ended: undefined, suspended: undefined });
}

/** Has the effect that the scheme gives it; where it gives none, or no grant is running, it is only flagged. */
function failSurveillance(
  folded: Grants,
  { decision, day, event, source }: GrantClaim & { kind: 'surveillance-failed' },
  { onSurveillanceFailed: effect = 'none' }: Scheme,
): Grants {
  const grant = runningGrant(folded, decision, day);
  const act = { day, event, source };
  if (!grant || effect === 'none' || isHeldAgainst(grant, act)) return folded;
  if (effect === 'ends') return replace(folded, grant, { ...grant, ended: withdrawn(grant, act) });
  const failed = withBestSource(grant.suspended?.failed, act);
  return replace(folded, grant, { ...grant, suspended: { ...grant.suspended, failed } });
}

/** Lifts the reservation that it names by its text, or all of them. */
function liftReservations(folded: Grants, claim: GrantClaim & { kind: 'reservations-lifted' }, scheme: Scheme): Grants {
  const { reservation, event } = claim;
  const grant = grantActedOn(folded, claim, scheme);
  const isLifted = ({ text }: { text: string }) => reservation === undefined || fold(text) === fold(reservation);
  if (grant && reservation !== undefined && !isHeldAgainst(grant, claim) && !grant.reservations.some(isLifted))
    return warn(folded, { code: 'no-such-reservation', params: { reservation }, events: [grant.id, event] });
  return actOnGrant(folded, claim, scheme, (one) => ({
    ...one,
    lifted: one.reservations.length > 0 || one.lifted,
    reservations: one.reservations.filter((open) => !isLifted(open)),
  }));
}

/** A surveillance that was passed ends the suspension that a failed one brought about. */
function passSurveillance(folded: Grants, claim: GrantClaim & { kind: 'kept-up' }, scheme: Scheme): Grants {
  const grant = runningGrant(folded, claim.decision, claim.day);
  const failed = grant?.suspended?.failed;
  const lifted =
    grant && failed && !isHeldAgainst(grant, claim)
      ? replace(folded, grant, { ...grant, suspended: remaining({ ...grant.suspended, failed: undefined }) })
      : folded;
  return extendDuties(lifted, claim, scheme);
}

/** A surveillance that was passed keeps up the duty that it names, or all; a grant that had lapsed comes back with it. */
function extendDuties(folded: Grants, claim: GrantClaim & { kind: 'kept-up' }, scheme: Scheme): Grants {
  const grant = lastStarted(folded, claim.decision, claim.day);
  const duties = (scheme.duties ?? []).filter(({ code }) => claim.duty === undefined || code === claim.duty);
  if (!grant || duties.length === 0 || isHeldAgainst(grant, claim)) return folded;
  const next = duties.map(({ code, everyMonths }) => [
    code,
    claim.due ? latest(claim.due) : addMonths(claim.day, everyMonths),
  ]);
  const dutiesDue = { ...grant.dutiesDue, ...(Object.fromEntries(next) as Grant['dutiesDue']) };
  return replace(folded, grant, withValidity({ ...grant, dutiesDue }, scheme));
}

/** The last grant that had begun and that nobody ended; by its number where one is said. */
export const lastStarted = ({ grants }: Grants, decision: string | undefined, day: string): Grant | undefined =>
  grants.findLast((grant) => startOf(grant) <= day && !grant.ended && numbersAgree(grant.decision, decision));
