import { addMonths } from '../date/day.js';
import { latest } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';
import { bestRank, confirms, rank } from '../source/source.js';
import { isVouchedFor, startOf, type Grant } from './grant.js';
import { named, replace, unnumberedOn, warn, type Grants } from './grant-book.js';
import type { Mention } from './grant-mention.js';
import type { ActOnGrant } from '#language/en/warnings.js';
import { running } from './grant-run.js';

/**
 * "Not listed" from an equal or better source ends a grant without a number, and a duty that has one; anything else is a
 * contradiction to show. When the authority lists as in progress what only others called granted, there was no grant.
 */
export function delist(folded: Grants, said: Mention & { says: 'not-listed' }, scheme: Scheme): Grants {
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
export function act(
  folded: Grants,
  said: Mention & { says: ActOnGrant },
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
export function keepUp(folded: Grants, said: Mention & { says: 'kept-up' }, scheme: Scheme): Grants {
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
