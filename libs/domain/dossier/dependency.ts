import type { Day } from '../date/day.js';
import type { Status } from './status.js';
import { warningOf, type Contradiction, type Warning } from '../warning/warning.js';

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
