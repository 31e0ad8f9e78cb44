import { END_OF_TIME, type Day } from '#domain/date/day.js';
import type { DossierFacts } from '#domain/dossier/facts.js';
import { beginOf } from '#domain/dossier/spans.js';

/**
 * The first day on which two lists of facts of one dossier may amount to different things: on the days before they hold the
 * same facts. `undefined`: on no day.
 *
 * @param timeless the facts that matter on every day, whatever their own is
 */
export function dayWherePart(
  before: DossierFacts,
  after: DossierFacts,
  timeless: (facts: DossierFacts) => readonly object[],
): Day | undefined {
  const begin = (a: Day, b: Day): Day => (a < b ? a : b);
  const first = begin(beginOf(before), beginOf(after));
  if (beginOf(before) !== beginOf(after) || !areSame(timeless(before), timeless(after))) return first;
  const at = placeWherePart(before.dated, after.dated);
  if (at === undefined) return undefined;
  return begin(before.dated[at]?.day ?? END_OF_TIME, after.dated[at]?.day ?? END_OF_TIME);
}

const areSame = (a: readonly object[], b: readonly object[]): boolean => placeWherePart(a, b) === undefined;

function placeWherePart(a: readonly object[], b: readonly object[]): number | undefined {
  const longer = Math.max(a.length, b.length);
  for (let index = 0; index < longer; index++) if (a[index] !== b[index]) return index;
  return undefined;
}
