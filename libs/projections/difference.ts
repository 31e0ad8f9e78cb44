import { labelsOn } from '#domain/dossier/label.js';
import type { Day } from '#domain/date/day.js';
import type { ProviderRef } from '#domain/dossier/dossier-view.js';
import type { GrantView, Standing } from '#domain/dossier/standing.js';
import type { Schemes } from '#domain/scheme/catalogue.js';

/** A dossier at one of the two points, as far as points are compared. */
export interface Side extends Pick<Standing, 'service' | 'status' | 'confirmed' | 'expiring' | 'stale' | 'stage'> {
  /** Whose dossier it was on the day. */
  provider: ProviderRef;
  /** The grant in force, or suspended. */
  grant: Pick<GrantView, 'decision' | 'validUntil'> | null;
  labels: string[];
}

/** What of a span a side is made of. */
export interface SpanSide extends Omit<Side, 'grant' | 'labels'> {
  grants: Pick<GrantView, 'decision' | 'validUntil' | 'state'>[];
}

/** In the order in which differences are named. */
export const DIFFERING = [
  'status',
  'confirmed',
  'stage',
  'grant',
  'expiring',
  'stale',
  'labels',
  'provider',
  'service',
] as const satisfies readonly (keyof Side)[];

export type Differing = (typeof DIFFERING)[number];

/** @param schemes as they were on record at the point */
export function sideOf(span: SpanSide, slug: string, schemes: Schemes, asOf: Day): Side {
  const { grants, ...rest } = span;
  const scheme = schemes.get(slug);
  const running = grants.filter(({ state }) => state === 'in-force' || state === 'suspended');
  const grant = running.findLast(({ state }) => state === 'in-force') ?? running.at(-1);
  return {
    ...rest,
    grant: grant ? { decision: grant.decision, validUntil: grant.validUntil } : null,
    labels: scheme ? labelsOn(scheme, span.status, asOf) : [],
  };
}

/** A provider that only changed its name is the same. */
export const fieldsThatDiffer = (before: Side, after: Side): Differing[] =>
  DIFFERING.filter((field) => wording(before, field) !== wording(after, field));

const wording = (side: Side, field: Differing): string =>
  JSON.stringify(field === 'provider' ? side.provider.id : side[field]);

/** Absent means that the dossier had not begun. */
export const isSame = (one: Side | null, other: Side | null): boolean =>
  one === null || other === null ? one === other : fieldsThatDiffer(one, other).length === 0;
