import type { Day } from '../date/day.js';
import type { Scheme } from '../scheme/scheme.js';
import { dependencyWarnings, type Dependency } from './dependency.js';
import { labelsOn } from './label.js';
import type { Standing } from './standing.js';
import { slipDays, type Target } from './target.js';

/** A provider as an answer names it: as it was called on the day asked about, as far as was known. */
export interface ProviderRef {
  id: string;
  slug: string;
  name: string;
}

/** A dossier as every answer shows it, a single one and one of a list alike. */
export interface DossierView extends Omit<Standing, 'provider'> {
  id: string;
  provider: ProviderRef;
  scheme: string;
  targets: (Target & { slipDays: number })[];
  labels: string[];
  /** Of the dossier's stream, as known at `knownAt`. */
  version: number;
  asOf: Day;
  /** ISO 8601 instant as asked; `null`: everything on record. */
  knownAt: string | null;
}

export interface Viewed {
  id: string;
  provider: ProviderRef;
  scheme: Scheme;
  version: number;
  standing: Standing;
  /** The dossiers of `standing.dependsOn`, as they stand on the same day; one that is not on record is left out. */
  dependencies: readonly Dependency[];
}

/** Puts beside a standing what moves with the day or with other dossiers: slips, labels, warnings of dependencies. */
export function dossierView(viewed: Viewed, { asOf, knownAt }: { asOf: Day; knownAt: string | null }): DossierView {
  const { id, provider, scheme, version, standing, dependencies } = viewed;
  const { provider: _, service, targets, warnings, ...rest } = standing;
  return {
    id,
    provider,
    service,
    scheme: scheme.slug,
    ...rest,
    targets: targets.map((target) => ({ ...target, slipDays: slipDays(target, asOf) })),
    labels: labelsOn(scheme, standing.status, asOf),
    warnings: [...warnings, ...dependencyWarnings(standing.because, dependencies)],
    version,
    asOf,
    knownAt,
  };
}
