import { addDays, type Day, END_OF_TIME } from '../date/day.js';
import { isHousekeeping } from '../event/dossier-events.js';
import type { Scheme } from '../scheme/scheme.js';
import { movesStatus } from '../source/source.js';
import type { DatedFact } from './facts.js';
import type { Grant } from './grant.js';

/** The day of the last fact, without housekeeping and sources that cannot move a status. */
export const lastActivity = (facts: readonly DatedFact[]): DatedFact | undefined => facts.findLast(countsAsActivity);

const countsAsActivity = ({ event }: DatedFact): boolean =>
  !isHousekeeping(event.type) && event.source !== undefined && movesStatus(event.source);

/** The days on which a dossier may become stale: only if no other activity precedes them. */
export function stalenessDays(facts: readonly DatedFact[], scheme: Scheme): Day[] {
  const heard = facts.filter(countsAsActivity).map(({ day }) => day);
  return heard
    .map((day) => staleFrom(day, scheme))
    .filter((stale, index) => !((heard[index + 1] ?? END_OF_TIME) < stale));
}

/** The day from which a dossier last active on `heard` counts as stale. */
export const staleFrom = (heard: Day, scheme: Scheme): Day => addDays(heard, scheme.staleAfterDays + 1);

/** A grant known only from registers, none of which was read within the limit of the scheme. */
export const isListingOutdated = ({ onlyListed, lastListed }: Grant, scheme: Scheme, day: Day): boolean =>
  onlyListed && lastListed !== undefined && staleFrom(lastListed, scheme) <= day;
