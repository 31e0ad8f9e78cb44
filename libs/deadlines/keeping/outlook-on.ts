import type { Day } from '#domain/date/day.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { deadlinesOn } from '#domain/deadline/deadlines-on.js';
import { isAliveIn } from '#domain/deadline/dependency-end.js';
import { happenedBy, ofType, type DossierFacts } from '#domain/dossier/facts.js';
import { holderFrom } from '#domain/dossier/holder.js';
import { readingOn } from '#domain/dossier/reading.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { Place } from '../planning.js';

/** A dossier and its own deadlines as they stand on a day. */
export interface DayOutlook extends Place {
  /** What it builds on, as long as it has something to lose. */
  dependsOn: string[];
  deadlines: Deadline[];
  /** The first later day on which any of this may change by the passage of time. */
  nextTurn: Day | null;
}

export function outlookOn(dossier: string, facts: DossierFacts, scheme: Scheme, day: Day): DayOutlook {
  const known = happenedBy(facts, day);
  const declared = ofType(known, 'DependencyDeclared').map(({ event }) => event.data.dependsOn);
  const isAlive = declared.length > 0 && isAliveIn(readingOn(facts, scheme, day).standpoint);
  return {
    dossier,
    provider: holderFrom(facts, known),
    scheme: facts.scheme,
    dependsOn: isAlive ? [...new Set(declared)] : [],
    ...deadlinesOn(dossier, facts, scheme, day),
  };
}
