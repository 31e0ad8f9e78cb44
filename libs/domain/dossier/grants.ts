import type { ActOnGrant } from '#language/en/standing.js';
import { addDays, addMonths, daysBetween } from '../date/day.js';
import { latest } from '../date/partial-date.js';
import { milestoneIndex, type Scheme } from '../scheme/scheme.js';
import { bestRank, carries, confirms, rank } from '../source/source.js';
import type { DatedFact } from './facts.js';
import { claimOf, type GrantClaim } from './grant-claims.js';
import {
  areNear,
  arePeriodsApart,
  mergeClaim,
  followed,
  type Grants,
  named,
  replace,
  SAME_GRANT_DAYS,
  unlessOlder,
  unnumberedOn,
  corroborate,
  warn,
} from './grant-merge.js';
import { type Act, type Grant, type GrantSaid, isVouchedFor, running, runsOn, startOf } from './grant.js';
import { resumingFold } from './memoize.js';

/** An announcement or a listing joins the grant running that day, unless it dates the next one; else it opens one. */
function registerClaim(folded: Grants, said: GrantClaim & { says: 'exists' }, scheme: Scheme): Grants {
  const word = running(wordOf(said, scheme), scheme);
  const known = named(folded, said.decision, said.day) ?? (said.decision ? unnumberedOn(folded, said.day) : undefined);
  if (known && !isNext(known, word, said, scheme)) return corroborate(folded, known, word, scheme);
  const act = { day: startOf(word), event: said.event, source: said.source };
  const before = folded.grants.map((grant) => followed(grant, word, act, scheme));
  return { ...folded, grants: [...before, unlessOlder(word, folded.grants, said.day, act, scheme)] };
}

function wordOf(said: GrantClaim & { says: 'exists' }, scheme: Scheme): GrantSaid {
  const { day, event, source, decision, validFrom, validUntil, startSaid } = said;
  const saidBy = { event, rank: rank(source) };
  return {
    id: event,
    opened: day,
    issued: false,
    decision,
    validFrom,
    ...(startSaid && { startSaid: saidBy }),
    validUntil,
    ...(validUntil !== undefined && { endSaid: saidBy }),
    conditions: [],
    reservations: [],
    sources: [source],
    events: [event],
    owed: listedOwed(said, scheme),
  };
}

/** Whom the authority lists has kept up its duties. */
const listedOwed = (
  { listed, source, day }: GrantClaim & { says: 'exists' },
  { duties = [] }: Scheme,
): GrantSaid['owed'] =>
  listed && confirms(source)
    ? Object.fromEntries(duties.map(({ code, everyMonths }) => [code, addMonths(day, everyMonths)]))
    : {};

/**
 * Whether it tells of the grant that comes after: dated long after the start of the one in force, and, where that one
 * ends by itself, so late that its end is warned of.
 */
function isNext(known: Grant, word: Grant, { day }: { day: string }, { family, warningDays }: Scheme): boolean {
  if (!known.startSaid || !word.startSaid) return false;
  if (daysBetween(startOf(known), startOf(word)) < SAME_GRANT_DAYS) return false;
  return family !== 'decision' || (known.run.ends !== undefined && addDays(known.run.ends, -warningDays) <= day);
}

export const grantsFrom = resumingFold<Grants, DatedFact, Scheme>(
  { grants: [], warnings: [] },
  (folded, fact, scheme) => {
    if (!fact.event.source || !carries(fact.event.source)) return folded;
    const said = claimOf(fact);
    if (said) return apply(folded, said, scheme);
    return reachesOutcome(fact, scheme) ? registerClaim(folded, announcedBy(fact), scheme) : folded;
  },
);

/** The milestone that *is* the outcome (J3) says what an announcement of the grant says. */
const reachesOutcome = ({ event }: DatedFact, scheme: Scheme): boolean =>
  event.type === 'MilestoneReached' &&
  scheme.milestones[milestoneIndex(scheme, event.data.milestone)]?.gives === 'granted';

const announcedBy = (fact: DatedFact) => ({
  says: 'exists' as const,
  day: fact.day,
  event: fact.id,
  source: fact.event.source ?? { kind: 'other' as const, publisher: '' },
  validFrom: fact.event.occurred ?? fact.day,
  startSaid: true,
  listed: false,
});

function apply(folded: Grants, said: GrantClaim, scheme: Scheme): Grants {
  const { day, event, source } = said;
  const done = { day, event, source };
  switch (said.says) {
    case 'issued':
      return issue(folded, said, scheme);
    case 'exists':
      return registerClaim(folded, said, scheme);
    case 'not-listed':
      return delist(folded, said, scheme);
    case 'kept-up':
      return keepUp(folded, said, scheme);
    case 'suspended':
      return act(folded, said, scheme, (grant) => ({ ...grant, suspended: toldAgain(grant.suspended, done) }));
    case 'reinstated':
      return act(folded, said, scheme, (grant) => ({ ...grant, suspended: undefined }));
    case 'withdrawn':
      return act(folded, said, scheme, (grant) => ({ ...grant, ended: withdrawn(grant, done) }));
    case 'reservations-lifted':
      return act(folded, said, scheme, (grant) => ({ ...grant, reservations: [] }));
  }
}

/** What was done once is not done again by another who tells of it: it is only better known. */
const toldAgain = (before: Act | undefined, done: Act): Act =>
  before ? { ...before, source: rank(done.source) < rank(before.source) ? done.source : before.source } : done;

const withdrawn = ({ ended }: Grant, done: Act): Grant['ended'] => ({
  ...toldAgain(ended?.how === 'withdrawn' ? ended : undefined, done),
  how: 'withdrawn',
});

/**
 * A decision opens a grant. Told again by another source, it is the same one; what was announced around its start is part
 * of it; and what was only known to exist without a number gives way to it on the day it starts.
 */
function issue(folded: Grants, { grant, day, event, source }: GrantClaim & { says: 'issued' }, scheme: Scheme): Grants {
  const issued = running(grant, scheme);
  const same = folded.grants.findLast((known) => isToldAgain(known, issued, scheme));
  if (same) return corroborate(folded, same, issued, scheme);
  const announced = folded.grants.filter((known) => isAnnouncementOf(known, issued));
  const others = folded.grants.filter((known) => !announced.includes(known));
  const opened = announced.reduce((before, known) => mergeClaim(before, known, scheme), {
    grant: issued,
    warnings: folded.warnings,
  });
  const act = { day: startOf(opened.grant), event, source };
  const before = others.map((known) => givenWay(known, opened.grant, act, scheme));
  return { grants: [...before, unlessOlder(opened.grant, others, day, act, scheme)], warnings: opened.warnings };
}

/** The same decision from another source: numbers that agree, and about the same start; of reports, the same period. */
function isToldAgain(known: Grant, issued: Grant, { family }: Scheme): boolean {
  if (!known.issued || !areNear(known, issued) || known.ended?.how === 'absorbed') return false;
  if (known.decision !== undefined && issued.decision !== undefined) return known.decision === issued.decision;
  return family !== 'report' || !arePeriodsApart(known, issued);
}

const isAnnouncementOf = (known: Grant, issued: Grant): boolean =>
  !known.issued && known.decision === undefined && known.startSaid !== undefined && areNear(known, issued);

/** What was only known to exist, without number or end, is part of the one that starts; a report or attestation is followed. */
function givenWay(known: Grant, issued: Grant, act: Act, scheme: Scheme): Grant {
  const isVague = !known.issued && known.decision === undefined && known.validUntil === undefined;
  if (isVague && (runsOn(known, act.day) || startOf(known) > act.day))
    return { ...known, ended: { ...act, how: 'absorbed' } };
  return followed(known, issued, act, scheme);
}

/**
 * "Not listed" from an equal or better source ends a grant without a number, and a duty that has one; anything else is a
 * contradiction to show. When the authority lists as in progress what only others called granted, there was no grant.
 */
function delist(folded: Grants, said: GrantClaim & { says: 'not-listed' }, scheme: Scheme): Grants {
  const { day, event, source, listing } = said;
  const listed = named(folded, said.decision, day);
  if (!listed || (listed.ended && listed.ended.day <= day)) return folded;
  const stands = listed.decision !== undefined && scheme.family === 'decision';
  if (stands || rank(source) > bestRank(listed.sources)) {
    const params = { publisher: source.publisher, listing };
    return warn(folded, { code: 'listing-contradicts', params, events: [listed.id, event], about: listed.id });
  }
  const refuted = listing === 'in-progress' && confirms(source) && !isVouchedFor(listed);
  const ended = { day, event, source, how: refuted ? ('refuted' as const) : ('delisted' as const) };
  const after = replace(folded, listed, { ...listed, ended });
  if (!refuted) return after;
  const params = { authority: source.publisher };
  return warn(after, { code: 'claim-contradicts', params, events: [event, ...listed.events] });
}

/**
 * Done to the grant of that number, else to the one in force that has none; without a number, to the one in force. To a
 * duty also while it is lapsed, for it could come back.
 */
function act(
  folded: Grants,
  said: GrantClaim & { says: ActOnGrant },
  scheme: Scheme,
  change: (grant: Grant) => Grant,
): Grants {
  const decision = 'decision' in said ? said.decision : undefined;
  const lapsed = scheme.family === 'duty' ? lastBegun(folded, decision, said.day) : undefined;
  const grant = named(folded, decision, said.day) ?? unnumberedOn(folded, said.day) ?? lapsed;
  if (grant) return replace(folded, grant, change(grant));
  return warn(folded, { code: 'no-such-grant', params: { act: said.says }, events: [said.event] });
}

/** A surveillance that was passed keeps up the duty that it names, or all; a grant that had lapsed comes back with it. */
function keepUp(folded: Grants, said: GrantClaim & { says: 'kept-up' }, scheme: Scheme): Grants {
  const grant = lastBegun(folded, said.decision, said.day);
  const duties = (scheme.duties ?? []).filter(({ code }) => said.duty === undefined || code === said.duty);
  if (!grant || duties.length === 0) return folded;
  const next = duties.map(({ code, everyMonths }) => [
    code,
    said.due ? latest(said.due) : addMonths(said.day, everyMonths),
  ]);
  const owed = { ...grant.owed, ...(Object.fromEntries(next) as Grant['owed']) };
  return replace(folded, grant, running({ ...grant, owed }, scheme));
}

/** The last grant that had begun and that nobody ended; by its number where one is said. */
const lastBegun = ({ grants }: Grants, decision: string | undefined, day: string): Grant | undefined =>
  grants.findLast(
    (grant) =>
      startOf(grant) <= day &&
      !grant.ended &&
      (decision === undefined || grant.decision === undefined || grant.decision === decision),
  );
