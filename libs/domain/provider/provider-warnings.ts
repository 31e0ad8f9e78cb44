import { sideOf, warningOf, type Warning } from '../dossier/warning.js';
import { says } from './says.js';
import { daysThatDiffer } from './conflicts.js';
import { obtainedBeforeExpected, recordedAhead, sharesAboveWhole } from './plausibility.js';
import type { Entry } from './said.js';

/**
 * Where what is on record about a provider conflicts or cannot well be: flagged, never refused.
 *
 * @param live everything that stands @param known of that, what had happened by the day
 */
export function providerWarnings(live: readonly Entry[], known: readonly Entry[]): Warning[] {
  const sides = new Map(live.map((entry) => [entry.id, sideOf(entry, says(entry))]));
  const found = [
    ...daysThatDiffer(known),
    ...sharesAboveWhole(known),
    ...obtainedBeforeExpected(known),
    ...recordedAhead(live),
  ];
  return found.map((contradiction) => warningOf(contradiction, (event) => sides.get(event)));
}
