import { milestoneIndex, type Scheme } from '../scheme/scheme.js';
import { carries, rank } from '../source/source.js';
import type { DatedFact } from './facts.js';
import type { Act, Grant } from './grant.js';
import { act, delist, keepUp } from './grant-acts.js';
import type { Grants } from './grant-book.js';
import { issue } from './grant-issue.js';
import { join } from './grant-join.js';
import { mention, type Mention } from './grant-mention.js';
import { resumingFold } from './resuming-fold.js';

export const grantsFrom = resumingFold<Grants, DatedFact, Scheme>(
  { grants: [], warnings: [] },
  (folded, fact, scheme) => {
    if (!fact.event.source || !carries(fact.event.source)) return folded;
    const said = mention(fact);
    if (said) return apply(folded, said, scheme);
    return reachesOutcome(fact, scheme) ? join(folded, announcedBy(fact), scheme) : folded;
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

function apply(folded: Grants, said: Mention, scheme: Scheme): Grants {
  const { day, event, source } = said;
  const done = { day, event, source };
  switch (said.says) {
    case 'issued':
      return issue(folded, said, scheme);
    case 'exists':
      return join(folded, said, scheme);
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
