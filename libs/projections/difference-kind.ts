import { isSame, type Side } from './difference.js';
import type { Point } from './point.js';

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
export function turningPoint(from: Point, to: Point): Point {
  const [less, more] = lessAndMore(from, to);
  return { asOf: less.asOf, position: more.position };
}

/**
 * @param sides of one dossier, at points that differ
 * @param turning the dossier at `turningPoint`
 */
export function kindOf(
  from: Point,
  to: Point,
  sides: [Side | null, Side | null],
  turning: Side | null,
): DifferenceKind {
  const [less, more] = knowsMore(from, to) ? [sides[1], sides[0]] : sides;
  const learned = !isSame(less, turning);
  const happened = !isSame(turning, more);
  if (learned && happened) return 'both';
  return learned ? 'learned' : 'happened';
}

const lessAndMore = (from: Point, to: Point): [Point, Point] => (knowsMore(from, to) ? [to, from] : [from, to]);

const knowsMore = (one: Point, other: Point): boolean => (one.position ?? Infinity) > (other.position ?? Infinity);
