import type { Day } from '../date/day.js';
import { carries } from '../source/source.js';
import { happenedBy, ofType, type DatedFact, type DossierFacts } from './facts.js';

type Transferred = DatedFact & { event: Extract<DatedFact['event'], { type: 'ServiceTransferred' }> };

/** One move of a service from the provider who held it to another. */
export interface Move {
  from: string;
  to: string;
  fact: Transferred;
}

/** The moves of a service up to a day, in their order. A transfer to the holder moves nothing. */
export function movesBy(facts: DossierFacts, day: Day): Move[] {
  const moves: Move[] = [];
  let holder = facts.provider;
  for (const fact of ofType(happenedBy(facts, day), 'ServiceTransferred')) {
    const { to } = fact.event.data;
    if (!carries(fact.event.source) || to === holder) continue;
    moves.push({ from: holder, to, fact });
    holder = to;
  }
  return moves;
}
