import type { Day } from '../date/day.js';
import type { Status } from './status.js';
import { warningOf, type Warning } from '../warning/warning.js';

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
    const name = `builds on ${[provider.name, service].filter(Boolean).join(' / ')}, whose grant`;
    if (NO_LONGER.has(status))
      return [
        risk(
          'depends-on-ended-grant',
          `${name} is ${status === 'renewing' ? 'over, renewal under way' : status}`,
          because,
        ),
      ];
    return expiring ? [risk('depends-on-expiring-grant', `${name} ends on ${grantEnd ?? 'a day'}`, because)] : [];
  });

const risk = (
  code: 'depends-on-ended-grant' | 'depends-on-expiring-grant',
  text: string,
  because: readonly string[],
): Warning => warningOf({ code, text, events: [...because] }, () => undefined);
