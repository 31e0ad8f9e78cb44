import { bestRank, carries, rank } from '../source/source.js';
import type { Scheme } from '../scheme/scheme.js';
import { milestoneIndex } from '../scheme/scheme.js';
import type { DatedFact } from './facts.js';
import { runsOn, startOf, type Grant } from './grant.js';
import { mention, type Mention } from './grant-mention.js';
import type { Warning } from './warning.js';

/** The grants that the facts up to some day make, oldest first, and where the facts contradict each other. */
export interface Grants {
  grants: readonly Grant[];
  warnings: readonly Warning[];
}

export function grantsFrom(facts: readonly DatedFact[], scheme: Scheme): Grants {
  let folded: Grants = { grants: [], warnings: [] };
  for (const fact of facts) {
    const said = carries(fact.event.source ?? { kind: 'other', publisher: '' }) ? mention(fact) : undefined;
    if (said) folded = apply(folded, said);
    else if (reachesOutcome(fact, scheme)) folded = join(folded, announcedBy(fact));
  }
  return folded;
}

/** The milestone that *is* the outcome (J3) says what an announcement of the grant says. */
const reachesOutcome = ({ event }: DatedFact, scheme: Scheme): boolean =>
  event.type === 'MilestoneReached' &&
  carries(event.source) &&
  scheme.milestones[milestoneIndex(scheme, event.data.milestone)]?.gives === 'granted';

const announcedBy = (fact: DatedFact) => ({
  says: 'exists' as const,
  day: fact.day,
  event: fact.id,
  source: fact.event.source ?? { kind: 'other' as const, publisher: '' },
  validFrom: fact.event.occurred ?? fact.day,
});

function apply(folded: Grants, said: Mention): Grants {
  switch (said.says) {
    case 'issued':
      return issue(folded, said);
    case 'exists':
      return join(folded, said);
    case 'not-listed':
      return delist(folded, said);
    case 'suspended':
      return act(folded, said, (grant) => ({ ...grant, suspended: said }));
    case 'reinstated':
      return act(folded, said, (grant) => ({ ...grant, suspended: undefined }));
    case 'withdrawn':
      return act(folded, said, (grant) => ({ ...grant, ended: { ...said, how: 'withdrawn' } }));
    case 'reservations-lifted':
      return act(folded, said, (grant) => ({ ...grant, reservations: [] }));
  }
}

/** A decision opens a grant and absorbs what was known of it without a number; the same decision again adds its word. */
function issue(folded: Grants, said: Mention & { says: 'issued' }): Grants {
  const same = folded.grants.find(
    (grant) =>
      grant.decision !== undefined && grant.decision === said.grant.decision && startOf(grant) === startOf(said.grant),
  );
  if (same) return vouch(folded, same, said.grant);
  const start = startOf(said.grant);
  const stays = (grant: Grant) => grant.decision !== undefined || !(runsOn(grant, start) || startOf(grant) > start);
  return { ...folded, grants: [...folded.grants.filter(stays), said.grant] };
}

/** An announcement or a listing joins the grant running that day, else opens one without a number. */
function join(folded: Grants, said: Mention & { says: 'exists' }): Grants {
  const { says: _, day, event, source, ...validity } = said;
  const opened: Grant = {
    id: event,
    conditions: [],
    reservations: [],
    sources: [source],
    events: [event],
    ...validity,
  };
  const running = named(folded, said.decision, day) ?? (said.decision ? unnumberedOn(folded, day) : undefined);
  return running ? vouch(folded, running, opened) : { ...folded, grants: [...folded.grants, opened] };
}

function vouch(folded: Grants, known: Grant, word: Grant): Grants {
  const joined: Grant = {
    ...known,
    decision: known.decision ?? word.decision,
    validUntil: known.validUntil ?? word.validUntil,
    sources: [...known.sources, ...word.sources],
    events: [...known.events, ...word.events],
  };
  const differs = known.validUntil && word.validUntil && known.validUntil !== word.validUntil;
  const warning: Warning = {
    code: 'end-differs',
    text: `one source says valid until ${known.validUntil ?? ''}, another until ${word.validUntil ?? ''}`,
    events: [known.id, ...word.events],
  };
  return { ...replace(folded, known, joined), warnings: differs ? [...folded.warnings, warning] : folded.warnings };
}

/** "Not listed" from an equal or better source ends a grant without a number; anything else is a contradiction to show. */
function delist(folded: Grants, said: Mention & { says: 'not-listed' }): Grants {
  const running = named(folded, said.decision, said.day);
  if (!running) return folded;
  if (running.decision === undefined && rank(said.source) <= bestRank(running.sources))
    return replace(folded, running, { ...running, ended: { ...said, how: 'delisted' } });
  const text = `${said.source.publisher} (${said.source.kind}) lists it as ${said.listing} while a grant is in force`;
  return warn(folded, { code: 'listing-contradicts', text, events: [running.id, said.event] });
}

function act(folded: Grants, said: Mention, change: (grant: Grant) => Grant): Grants {
  const grant = named(folded, 'decision' in said ? said.decision : undefined, said.day);
  if (grant) return replace(folded, grant, change(grant));
  return warn(folded, { code: 'no-such-grant', text: `no grant in force to be ${said.says}`, events: [said.event] });
}

/** The grant with that decision number, else (when no number is said) the one running that day. */
function named({ grants }: Grants, decision: string | undefined, day: string): Grant | undefined {
  return decision === undefined
    ? grants.findLast((grant) => runsOn(grant, day))
    : grants.findLast((grant) => grant.decision === decision);
}

const unnumberedOn = ({ grants }: Grants, day: string): Grant | undefined =>
  grants.findLast((grant) => grant.decision === undefined && runsOn(grant, day));

const replace = (folded: Grants, old: Grant, by: Grant): Grants => ({
  ...folded,
  grants: folded.grants.map((grant) => (grant === old ? by : grant)),
});

const warn = (folded: Grants, warning: Warning): Grants => ({ ...folded, warnings: [...folded.warnings, warning] });
