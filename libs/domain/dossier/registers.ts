import { bestRank, confirms, rank } from '../source/source.js';
import type { Scheme } from '../scheme/scheme.js';
import { fold } from '../text/text.js';
import type { GrantClaim } from './grant-claims.js';
import { findGrant, type Grants, replace, warn } from './grant-merge.js';
import { isConfirmedGrant, startOf } from './grant.js';

/** Remembers the furthest that each register has listed the service, and since when it lists it as granted. */
export function withRegister(before: Grants, claim: GrantClaim): Grants {
  if ((claim.kind !== 'not-listed' && claim.kind !== 'exists') || claim.register === undefined) return before;
  const name = fold(claim.register);
  const { [name]: since, ...others } = before.listedSince;
  const isListed = claim.kind === 'exists';
  const folded =
    isListed === (since !== undefined)
      ? before
      : { ...before, listedSince: isListed ? { ...others, [name]: claim.day } : others };
  const listed = claim.kind === 'exists' ? 'granted' : claim.listing === 'in-progress' ? 'in-progress' : undefined;
  if (listed === undefined || folded.registers[name] === 'granted') return folded;
  return { ...folded, registers: { ...folded.registers, [name]: listed } };
}

/**
 * "Not listed" by an equal or better source ends a grant, except a decision with a number. Otherwise it is a contradiction.
 * If the authority lists the service as in progress and never confirmed the grant, the grant is refuted.
 */
export function delist(folded: Grants, claim: GrantClaim & { kind: 'not-listed' }, scheme: Scheme): Grants {
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
