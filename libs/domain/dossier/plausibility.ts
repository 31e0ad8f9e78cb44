import type { Day } from '../date/day.js';
import type { Scheme } from '../scheme/scheme.js';
import { claimDoubts } from './claim-plausibility.js';
import type { DossierFacts } from './facts.js';
import { recordedTooSoon } from '../warning/foresight.js';
import { runsOn } from './grant.js';
import { grantDoubts } from './grant-plausibility.js';
import { progressDoubts } from './progress-plausibility.js';
import type { Reading } from './reading.js';
import type { AboutGrant, Contradiction } from '../warning/warning.js';

/** What the facts and grants of a day look like to somebody who knows the scheme. */
export const implausible = (reading: Reading, facts: DossierFacts, scheme: Scheme, day: Day): Contradiction[] => [
  ...reading.warnings.filter((found) => concernsRunning(found, reading, day)).map(({ about: _, ...found }) => found),
  ...reading.grants.flatMap((grant) => grantDoubts(grant, scheme, day)),
  ...progressDoubts(reading, scheme),
  ...claimDoubts(reading, scheme),
  ...recordedTooSoon(facts.dated, day),
];

/** A contradiction about a grant that is over is history, not a warning. */
function concernsRunning({ about }: AboutGrant, { grants }: Reading, day: Day): boolean {
  if (about === undefined) return true;
  const grant = grants.find(({ id }) => id === about);
  return grant !== undefined && runsOn(grant, day);
}
