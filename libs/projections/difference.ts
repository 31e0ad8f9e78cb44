import { z } from 'zod';
import type { Day } from '#domain/date/day.js';
import { GrantView, labelsOn, ProviderRef, Standing } from '#domain/dossier/standing.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { BitemporalPoint } from './bitemporal-point.js';

/** A dossier at one of two points, limited to the compared fields. */
export const Side = Standing.pick({
  service: true,
  status: true,
  confirmed: true,
  expiring: true,
  stale: true,
  stage: true,
}).extend({
  provider: ProviderRef,
  grant: GrantView.pick({ decision: true, validUntil: true }).nullable().describe('The grant in force or suspended.'),
  labels: z.array(z.string()),
});
export type Side = z.infer<typeof Side>;

/** The part of a span from which a side is made. */
export interface SpanSide extends Omit<Side, 'grant' | 'labels'> {
  grants: Pick<GrantView, 'decision' | 'validUntil' | 'state' | 'confirmed' | 'referential'>[];
}

/** In the order in which differences are listed. */
export const DIFFERENCE_FIELDS = [
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

type DifferenceField = (typeof DIFFERENCE_FIELDS)[number];

/** @param schemes as they were on record at the point */
export function sideOf(span: SpanSide, slug: string, schemes: Schemes, asOf: Day): Side {
  const { grants, ...rest } = span;
  const scheme = schemes.get(slug);
  const running = grants.filter(({ state }) => state === 'in-force' || state === 'suspended');
  const grant = running.findLast(({ state }) => state === 'in-force') ?? running.at(-1);
  return {
    ...rest,
    grant: grant ? { decision: grant.decision, validUntil: grant.validUntil } : null,
    labels: scheme ? labelsOn(scheme, span, asOf) : [],
  };
}

/** A renamed provider is not a difference. */
export const fieldsThatDiffer = (before: Side, after: Side): DifferenceField[] =>
  DIFFERENCE_FIELDS.filter((field) => comparable(before, field) !== comparable(after, field));

const comparable = (side: Side, field: DifferenceField): string =>
  JSON.stringify(field === 'provider' ? side.provider.id : side[field]);

/** `null`: the dossier was not open yet. */
export const isSame = (one: Side | null, other: Side | null): boolean =>
  one === null || other === null ? one === other : fieldsThatDiffer(one, other).length === 0;

/**
 * Why two points differ on a dossier, according to the point with the later knowledge. Swapping the points does not change
 * the kind: a J0 of October recorded in October has happened since September; a J0 of March recorded in July was learned, for
 * every day after March.
 */
export const DifferenceKind = z
  .enum(['happened', 'learned', 'both'])
  .describe(
    '`happened`: something changed between the two days. `learned`: the earlier knowledge was wrong or incomplete.',
  );
type DifferenceKind = z.infer<typeof DifferenceKind>;

/** The day of the point with less knowledge, seen with the knowledge of the other. */
export function hindsightPoint(from: BitemporalPoint, to: BitemporalPoint): BitemporalPoint {
  const [less, more] = lessAndMore(from, to);
  return { asOf: less.asOf, position: more.position };
}

/**
 * @param sides of one dossier at the two points
 * @param hindsight the dossier at `hindsightPoint`
 */
export function kindOf(
  from: BitemporalPoint,
  to: BitemporalPoint,
  sides: [Side | null, Side | null],
  hindsight: Side | null,
): DifferenceKind {
  const [less, more] = knowsMore(from, to) ? [sides[1], sides[0]] : sides;
  const learned = !isSame(less, hindsight);
  const happened = !isSame(hindsight, more);
  if (learned && happened) return 'both';
  return learned ? 'learned' : 'happened';
}

const lessAndMore = (from: BitemporalPoint, to: BitemporalPoint): [BitemporalPoint, BitemporalPoint] =>
  knowsMore(from, to) ? [to, from] : [from, to];

const knowsMore = (one: BitemporalPoint, other: BitemporalPoint): boolean =>
  (one.position ?? Infinity) > (other.position ?? Infinity);
