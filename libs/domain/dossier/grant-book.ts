import type { Grant } from './grant.js';
import { runsOn } from './grant.js';
import type { AboutGrant } from '../warning/warning.js';

/** The grants that the facts up to some day make, oldest first, and where the facts contradict each other. */
export interface Grants {
  grants: readonly Grant[];
  warnings: readonly AboutGrant[];
}

/** The grant with that decision number, else (when no number is said) the one running that day. */
export function named({ grants }: Grants, decision: string | undefined, day: string): Grant | undefined {
  return decision === undefined
    ? grants.findLast((grant) => runsOn(grant, day))
    : grants.findLast((grant) => grant.decision === decision);
}

export const unnumberedOn = ({ grants }: Grants, day: string): Grant | undefined =>
  grants.findLast((grant) => grant.decision === undefined && runsOn(grant, day));

export const replace = (folded: Grants, old: Grant, by: Grant): Grants => ({
  ...folded,
  grants: folded.grants.map((grant) => (grant === old ? by : grant)),
});

export const warn = (folded: Grants, ...warnings: AboutGrant[]): Grants =>
  warnings.length === 0 ? folded : { ...folded, warnings: [...folded.warnings, ...warnings] };
