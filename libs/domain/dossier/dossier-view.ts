import { z } from 'zod';
import { DaySchema, type Day } from '../date/day.js';
import type { Scheme } from '../scheme/scheme.js';
import { dependencyWarnings, type Dependency } from './dependency.js';
import { labelsOn } from './label.js';
import { Standing } from './standing.js';
import { slipDays, Target } from './target.js';

/** A provider as an answer names it: as it was called on the day asked about, as far as was known. */
export const ProviderRef = z.strictObject({ id: z.uuid(), slug: z.string(), name: z.string() });
export type ProviderRef = z.infer<typeof ProviderRef>;

/** A dossier as every answer shows it, alone and in lists. */
export const DossierView = Standing.extend({
  id: z.uuid(),
  provider: ProviderRef,
  scheme: z.string(),
  targets: z.array(
    Target.extend({
      slipDays: z
        .int()
        .describe('Days from the latest day of `due` to the day it was reached, or to `asOf` while it is not.'),
    }),
  ),
  labels: z.array(z.string()),
  version: z.int().describe('Version of the stream, as known at `knownAt`.'),
  asOf: DaySchema,
  knownAt: z.string().nullable().describe('As requested; `null`: everything on record.'),
});
export type DossierView = z.infer<typeof DossierView> & Pick<Standing, 'warnings'>;

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
