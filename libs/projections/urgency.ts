import { daysBetween, type Day } from '#domain/date/day.js';
import { isAliveIn } from '#domain/deadline/dependency-end.js';
import type { Line } from './line.js';

/** Farther apart than any two days are. */
const FAR = 1_000_000;

const placeOf = (day: Day): number => daysBetween('1900-01-01', day);

/**
 * The order in which an officer wants to see dossiers, as one number: first what can still be done something about, grants that
 * end, the soonest first; then what was missed, the latest first, for what is years late is no news; then what is next. What is
 * over comes last, the latest loss first.
 */
export function urgencyOf({
  status,
  expiring,
  grantEnd,
  missed,
  next,
}: Pick<Line, 'status' | 'expiring' | 'grantEnd' | 'missed' | 'next'>): number {
  const late = missed === null ? FAR - 1 : FAR / 2 - placeOf(missed);
  if (!isAliveIn({ status })) return 4 * FAR + late;
  if (expiring && grantEnd !== null) return FAR + placeOf(grantEnd);
  if (missed !== null) return 2 * FAR + late;
  return 3 * FAR + (next === null ? FAR - 1 : placeOf(next.day));
}
