import type { Day } from '../date/day.js';
import type { Scheme } from '../scheme/scheme.js';
import { happenedBy, type DatedFact, type DossierFacts } from './facts.js';
import { lastHeard } from './flags.js';
import { isAbsorbedOn, type Grant } from './grant.js';
import { grantsFrom } from './grants.js';
import { stepsFrom, type Step } from './progress.js';
import { statusFrom, type Standpoint } from './status.js';
import type { AboutGrant } from '../warning/warning.js';

/** What the facts that had happened by a day amount to: the ground of standing and deadlines alike. */
export interface Reading {
  known: readonly DatedFact[];
  grants: readonly Grant[];
  steps: readonly Step[];
  standpoint: Standpoint;
  /** The day of the last news. */
  heard: Day | null;
  /** Contradictions about grants. */
  warnings: readonly AboutGrant[];
}

export function readingOn(facts: DossierFacts, scheme: Scheme, day: Day): Reading {
  const known = happenedBy(facts, day);
  const { grants: all, warnings } = grantsFrom(known, scheme);
  const grants = all.filter((grant) => !isAbsorbedOn(grant, day));
  const steps = stepsFrom(known, scheme);
  const standpoint = statusFrom({ facts: known, grants, steps, family: scheme.family, day });
  return { known, grants, steps, standpoint, heard: lastHeard(known), warnings };
}
