import { milestoneIndex, type Scheme } from '../scheme/scheme.js';
import { carries } from '../source/source.js';
import { ofType, type DatedFact } from './facts.js';
import type { Reading } from './reading.js';
import type { Contradiction } from '../warning/warning.js';

const HELD = new Set(['granted', 'granted-with-reservations', 'suspended']);

/** Where somebody whose word moves nothing says otherwise than the facts. */
export const claimDoubts = ({ known, standpoint }: Reading, scheme: Scheme): Contradiction[] => [
  ...(HELD.has(standpoint.status) ? [] : known.filter((fact) => claimsGrant(fact, scheme))).map((fact) => ({
    code: 'claim-contradicts' as const,
    params: { publisher: fact.event.source?.publisher ?? '', outcome: scheme.outcome, status: standpoint.status },
    events: [...standpoint.events, fact.id],
  })),
  ...ofType(known, 'ClaimDisputed').map(({ id, event }) => ({
    code: 'claim-disputed' as const,
    params: { speaker: event.data.speaker ?? event.source.publisher, title: event.data.title },
    events: [id],
  })),
];

/** By a source that moves no status. */
function claimsGrant({ event }: DatedFact, scheme: Scheme): boolean {
  if (!event.source || carries(event.source)) return false;
  if (event.type === 'RegisterObserved') return event.data.listing === 'granted';
  if (event.type === 'MilestoneReached')
    return scheme.milestones[milestoneIndex(scheme, event.data.milestone)]?.gives === 'granted';
  return event.type === 'GrantIssued' || event.type === 'GrantAnnounced';
}
