import type { Day } from '../date/day.js';
import { recordedTooSoon } from '../warning/foresight.js';
import { sideOf, warningOf, type Warning } from '../warning/warning.js';
import { says } from './says.js';
import { daysThatDiffer } from './conflicts.js';
import { obtainedBeforeExpected, sharesAboveWhole } from './plausibility.js';
import type { Entry } from './said.js';

/**
 * Where what is on record about a provider conflicts or cannot well be: flagged, never refused.
 *
 * @param live everything that stands @param known of that, what had happened by `day`
 */
export function providerWarnings(live: readonly Entry[], known: readonly Entry[], day: Day): Warning[] {
  const sides = new Map(live.map((entry) => [entry.id, sideOf(entry, says(entry))]));
  const found = [
    ...daysThatDiffer(known),
    ...sharesAboveWhole(known),
    ...obtainedBeforeExpected(known),
    ...recordedTooSoon(live, day),
  ];
  return found.map((contradiction) => warningOf(contradiction, (event) => sides.get(event)));
}
