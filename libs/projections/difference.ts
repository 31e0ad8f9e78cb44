import type { Day } from '#domain/date/day.js';
import { type GrantView, labelsOn, type ProviderRef, type Standing } from '#domain/dossier/standing.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import type { BitemporalPoint } from './bitemporal-point.js';

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

export type DifferenceField = (typeof DIFFERENCE_FIELDS)[number];

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
export const fieldsThatDiffer = (before: Side, after: Side): DifferenceField[] =>
  DIFFERENCE_FIELDS.filter((field) => wording(before, field) !== wording(after, field));

const wording = (side: Side, field: DifferenceField): string =>
  JSON.stringify(field === 'provider' ? side.provider.id : side[field]);

/** Absent means that the dossier had not begun. */
export const isSame = (one: Side | null, other: Side | null): boolean =>
  one === null || other === null ? one === other : fieldsThatDiffer(one, other).length === 0;

/**
 * Why two points differ on a dossier. The judge is the point that knows more, for it knows best what was so on either
 * day. `learned`: it answers the other point's day otherwise than that point did, so what was told then was wrong or
 * not complete. `happened`: by what it knows, something changed between the two days.
 *
 * So a J0 of October that was recorded in October has happened since September, though nobody knew of it in September;
 * and a J0 of March that was recorded in July has been learned, whatever the days are that lie after March.
 * Both points the other way round are of the same kind.
 */
export type DifferenceKind = 'happened' | 'learned' | 'both';

/** The day of the point that knows less, by what the other one knows. */
export function hindsightPoint(from: BitemporalPoint, to: BitemporalPoint): BitemporalPoint {
  const [less, more] = lessAndMore(from, to);
  return { asOf: less.asOf, position: more.position };
}

/**
 * @param sides of one dossier, at points that differ
 * @param turning the dossier at `hindsightPoint`
 */
export function kindOf(
  from: BitemporalPoint,
  to: BitemporalPoint,
  sides: [Side | null, Side | null],
  turning: Side | null,
): DifferenceKind {
  const [less, more] = knowsMore(from, to) ? [sides[1], sides[0]] : sides;
  const learned = !isSame(less, turning);
  const happened = !isSame(turning, more);
  if (learned && happened) return 'both';
  return learned ? 'learned' : 'happened';
}

const lessAndMore = (from: BitemporalPoint, to: BitemporalPoint): [BitemporalPoint, BitemporalPoint] =>
  knowsMore(from, to) ? [to, from] : [from, to];

const knowsMore = (one: BitemporalPoint, other: BitemporalPoint): boolean =>
  (one.position ?? Infinity) > (other.position ?? Infinity);
