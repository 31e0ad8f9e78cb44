import { factsOf } from '#domain/dossier/facts.js';
import { labelsOn, type Standing, standingOn } from '#domain/dossier/standing.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { schemesAt } from '#domain/scheme/catalogue.js';
import type { Point, Verdict } from './oracle/brute-force.js';
import type { Played } from './play.js';

export interface Folded {
  scheme: Scheme;
  standing: Standing;
  version: number;
}

/** What reading a dossier by itself folds from its stream at a point. */
export function foldedAt({ record, publications, scheme: slug }: Played, { asOf, knownAt }: Point): Folded | undefined {
  const known = knownAt ? record.filter(({ recordedAt }) => recordedAt <= knownAt) : record;
  const facts = factsOf(known);
  const upTo = knownAt && publications.filter(({ recordedAt }) => recordedAt <= knownAt).at(-1)?.position;
  const scheme = schemesAt(publications, upTo).get(slug);
  if (!facts || !scheme) return undefined;
  return { scheme, standing: standingOn(facts, scheme, asOf), version: known.length };
}

/** In the words of the oracle. */
export const inShort = (standing: Standing, labels: string[]): Verdict => ({
  status: standing.status,
  confirmed: standing.confirmed,
  grantedFrom: standing.grantedFrom,
  inForce: standing.grants
    .filter(({ state }) => state === 'in-force' || state === 'suspended')
    .map(({ id, decision, state, runsUntil, currentUntil }) => ({
      id,
      decision,
      suspended: state === 'suspended',
      until: runsUntil,
      current: currentUntil,
    })),
  stage: standing.stage,
  expiring: standing.expiring,
  stale: standing.stale,
  lastHeard: standing.lastHeard,
  provider: standing.provider,
  labels,
});

export const foldedInShort = (played: Played, point: Point): Verdict | undefined => {
  const folded = foldedAt(played, point);
  return folded && inShort(folded.standing, labelsOn(folded.scheme, folded.standing, point.asOf));
};
