import type { Day } from '../date/day.js';
import { latest } from '../date/partial-date.js';
import { hasEffect, type DossierEventWith } from '../event/dossier-events.js';
import { refuse } from '../refusal.js';
import { factsOf, ofType, type DatedFact, type DossierRecord } from './facts.js';
import type { Status } from './status.js';
import { warningOf, type Contradiction, type Warning } from '../warning/warning.js';

/** The ids of the dossiers that the facts up to some day depend on, each from its declaration until its end. */
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
 * A dossier depends on others only, and a dependency that ends was declared by then.
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

/** A dossier whose grant another one builds on, as it stands on the same day. */
export interface Dependency {
  id: string;
  provider: { id: string; slug: string; name: string };
  service: string | null;
  status: Status;
  /** Its grant ends within the scheme's warning window, and no other one takes over. */
  expiring: boolean;
  /** The soonest last day of a grant in force. */
  grantEnd: Day | null;
}

const NO_LONGER: ReadonlySet<Status> = new Set(['expired', 'lapsed', 'renewing', 'withdrawn', 'suspended']);

/** Composition: a service built on a qualified one qualifies its own layer only. */
export const dependencyWarnings = (because: readonly string[], dependencies: readonly Dependency[]): Warning[] =>
  dependencies.flatMap((dependency) => {
    const { provider, service, status, expiring, grantEnd } = dependency;
    const name = [provider.name, service].filter(Boolean).join(' / ');
    const events = [...because];
    if (NO_LONGER.has(status))
      return [risk({ code: 'depends-on-ended-grant', params: { service: name, status }, events })];
    return expiring
      ? [risk({ code: 'depends-on-expiring-grant', params: { service: name, ends: grantEnd }, events })]
      : [];
  });

const risk = (found: Contradiction): Warning => warningOf(found, () => undefined);
