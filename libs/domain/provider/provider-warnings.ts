import type { Day } from '../date/day.js';
import { recordedTooSoon } from '../warning/foresight.js';
import { warningOf, type Warning } from '../warning/warning.js';
import { daysThatDiffer } from './conflicts.js';
import { obtainedBeforeExpected, sharesAboveWhole } from './plausibility.js';
import type { Entry } from './said.js';

/**
 * Where what is on record about a provider conflicts or cannot well be: flagged, never refused.
 *
 * @param live everything that stands @param known of that, what had happened by `day`
 */
export function providerWarnings(live: readonly Entry[], known: readonly Entry[], day: Day): Warning[] {
  const events = new Map(live.map(({ id, event }) => [id, event]));
  const found = [
    ...daysThatDiffer(known),
    ...sharesAboveWhole(known),
    ...obtainedBeforeExpected(known),
    ...recordedTooSoon(live, day),
  ];
  return found.map((contradiction) => warningOf(contradiction, (event) => events.get(event)));
}
