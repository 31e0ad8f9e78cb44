import type { Scheme } from '../scheme/scheme.js';
import { bestRank, confirms, rank } from '../source/source.js';
import { isVouchedFor, startOf, type Grant } from './grant.js';
import { named, replace, warn, type Grants } from './grant-book.js';
import type { Mention } from './grant-mention.js';
import { running } from './grant-run.js';

/**
 * "Not listed" from an equal or better source ends a grant without a number; anything else is a contradiction to show.
 * When the authority lists as in progress what only others called granted, there was no grant.
 */
export function delist(folded: Grants, said: Mention & { says: 'not-listed' }): Grants {
  const listed = named(folded, said.decision, said.day);
  if (!listed) return folded;
  const text = `${said.source.publisher} (${said.source.kind}) lists it as ${said.listing} while a grant is in force`;
  const contradiction = { code: 'listing-contradicts' as const, text, events: [listed.id, said.event] };
  if (listed.decision !== undefined || rank(said.source) > bestRank(listed.sources)) return warn(folded, contradiction);
  const refuted = said.listing === 'in-progress' && confirms(said.source) && !isVouchedFor(listed);
  const ended = replace(folded, listed, { ...listed, ended: { ...said, how: refuted ? 'refuted' : 'delisted' } });
  if (!refuted) return ended;
  const refutation = `${said.source.publisher} (${said.source.kind}) lists as in progress what others call granted`;
  return warn(ended, { code: 'claim-contradicts', text: refutation, events: [said.event, ...listed.events] });
}

export function act(folded: Grants, said: Mention, change: (grant: Grant) => Grant): Grants {
  const grant = named(folded, 'decision' in said ? said.decision : undefined, said.day);
  if (grant) return replace(folded, grant, change(grant));
  return warn(folded, { code: 'no-such-grant', text: `no grant in force to be ${said.says}`, events: [said.event] });
}

/** A surveillance that was passed keeps up the duty that it names, or all; a grant that had lapsed comes back with it. */
export function keepUp(folded: Grants, said: Mention & { says: 'kept-up' }, scheme: Scheme): Grants {
  const grant = folded.grants.findLast(
    (candidate) =>
      startOf(candidate) <= said.day &&
      !candidate.ended &&
      (said.decision === undefined || candidate.decision === undefined || candidate.decision === said.decision),
  );
  const duties = (scheme.duties ?? []).filter(({ code }) => said.duty === undefined || code === said.duty);
  if (!grant || duties.length === 0) return folded;
  const kept = { ...grant.kept, ...Object.fromEntries(duties.map(({ code }) => [code, said.day])) };
  return replace(folded, grant, running({ ...grant, kept }, scheme));
}
