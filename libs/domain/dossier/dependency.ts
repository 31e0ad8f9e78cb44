import type { Status } from './status.js';
import type { Warning } from './warning.js';

/** A dossier whose grant another one builds on, as it stands on the same day. */
export interface Dependency {
  id: string;
  provider: { id: string; slug: string; name: string };
  service: string | null;
  status: Status;
}

const NO_LONGER: ReadonlySet<Status> = new Set(['expired', 'renewing', 'withdrawn', 'suspended']);

/** Composition: a service built on a qualified one qualifies its own layer only. */
export const dependencyWarnings = (because: readonly string[], dependencies: readonly Dependency[]): Warning[] =>
  dependencies
    .filter(({ status }) => NO_LONGER.has(status))
    .map(({ provider, service, status }) => ({
      code: 'depends-on-ended-grant',
      text: `builds on ${[provider.name, service].filter(Boolean).join(' / ')}, whose grant is ${status === 'renewing' ? 'over, renewal under way' : status}`,
      events: [...because],
    }));
