import type { Day } from '../date/day.js';
import { latest } from '../date/partial-date.js';
import { hasEffect, type DossierEventWith } from '../event/dossier-events.js';
import { refuse } from '../refusal.js';
import { factsOf, ofType, type DatedFact, type DossierRecord } from './facts.js';
import type { Status } from './status.js';
import { warningOf, type Contradiction, type Warning } from '../warning/warning.js';

/** Ids of the dossiers depended on after the given facts: declared and not ended. */
export function dependenciesFrom(known: readonly DatedFact[]): string[] {
  const found = new Set<string>();
  for (const { event } of known) {
    if (!hasEffect(event, 'dependencies')) continue;
    switch (event.type) {
      case 'DependencyDeclared':
        found.add(event.data.dependsOn);
        break;
      case 'DependencyEnded':
        found.delete(event.data.dependsOn);
        break;
    }
  }
  return [...found];
}

/**
 * Rejects a dependency on the dossier itself, and the end of a dependency that was not declared by then.
 *
 * @param at path of the data in the request
 * @throws Refusal depends-on-itself, no-such-dependency
 */
export function assertDependency(
  record: DossierRecord,
  { type, occurred, data: { dependsOn } }: DossierEventWith<'dependencies'>,
  dossier: string,
  at: string,
): void {
  const field = `${at}.dependsOn`;
  switch (type) {
    case 'DependencyDeclared':
      if (dependsOn === dossier) throw refuse('depends-on-itself', field, 'own-dependency');
      return;
    case 'DependencyEnded': {
      const declared = ofType(factsOf(record)?.dated ?? [], 'DependencyDeclared');
      if (declared.some(({ day, event }) => event.data.dependsOn === dependsOn && day <= latest(occurred))) return;
      throw refuse('no-such-dependency', field, 'no-such-dependency', { dossier: dependsOn });
    }
  }
}

/** A dossier depended on, as of the same day. */
export interface Dependency {
  id: string;
  provider: { id: string; slug: string; name: string };
  service: string | null;
  status: Status;
  /** Its grant ends within the scheme's warning window and has no successor. */
  expiring: boolean;
  /** Earliest last day among the grants in force. */
  grantEnd: Day | null;
}

const NO_LONGER_IN_FORCE: ReadonlySet<Status> = new Set(['expired', 'lapsed', 'renewing', 'withdrawn', 'suspended']);

/** Composition: a service built on a qualified service is qualified for its own layer only, so it needs the other grant. */
export const dependencyWarnings = (because: readonly string[], dependencies: readonly Dependency[]): Warning[] =>
  dependencies.flatMap((dependency) => {
    const { provider, service, status, expiring, grantEnd } = dependency;
    const name = [provider.name, service].filter(Boolean).join(' / ');
    const events = [...because];
    if (NO_LONGER_IN_FORCE.has(status))
      return [risk({ code: 'depends-on-ended-grant', params: { service: name, status }, events })];
    return expiring
      ? [risk({ code: 'depends-on-expiring-grant', params: { service: name, ends: grantEnd }, events })]
      : [];
  });

const risk = (found: Contradiction): Warning => warningOf(found, () => undefined);
