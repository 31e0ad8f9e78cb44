import { addDays, END_OF_TIME, type Day } from '../date/day.js';
import { isHousekeeping } from '../event/dossier-events.js';
import type { Scheme } from '../scheme/scheme.js';
import { carries } from '../source/source.js';
import type { DatedFact } from './facts.js';
import { lastDayOf, runsOn, startOf, type Grant } from './grant.js';
import type { Status } from './status.js';

const OPEN: ReadonlySet<Status> = new Set(['announced', 'applied', 'in-progress', 'renewing']);

/** Whether somebody is still waiting for an outcome. */
export const isOpen = (status: Status): boolean => OPEN.has(status);

/** The day of the last news, housekeeping and hearsay not counted. */
export const lastHeard = (facts: readonly DatedFact[]): Day | null => facts.findLast(isNews)?.day ?? null;

const isNews = ({ event }: DatedFact): boolean =>
  !isHousekeeping(event.type) && event.source !== undefined && carries(event.source);

/** The days on which a dossier may fall silent: only where no other news comes before. */
export function silences(facts: readonly DatedFact[], scheme: Scheme): Day[] {
  const heard = facts.filter(isNews).map(({ day }) => day);
  return heard
    .map((day) => silentFrom(day, scheme))
    .filter((silent, index) => !((heard[index + 1] ?? END_OF_TIME) < silent));
}

/** The day from which a dossier last heard of on `heard` counts as silent. */
const silentFrom = (heard: Day, scheme: Scheme): Day => addDays(heard, scheme.staleAfterDays + 1);

/** Somebody waits, and nothing was heard for longer than the scheme allows for; or the report in force has aged. */
export const isStale = (
  { status, heard, grants }: { status: Status; heard: Day | null; grants: readonly Grant[] },
  scheme: Scheme,
  day: Day,
): boolean => isSilent(status, heard, scheme, day) || hasAged(grants, scheme, day);

const isSilent = (status: Status, heard: Day | null, scheme: Scheme, day: Day): boolean =>
  isOpen(status) && heard !== null && silentFrom(heard, scheme) <= day;

function hasAged(grants: readonly Grant[], { family }: Scheme, day: Day): boolean {
  if (family !== 'report') return false;
  const inForce = grants.filter((grant) => runsOn(grant, day));
  return inForce.length > 0 && inForce.every(({ run }) => run.currentUntil !== undefined && run.currentUntil < day);
}

/** A grant in force ends within the scheme's warning window, and no other one takes over. */
export const isExpiring = (grants: readonly Grant[], scheme: Scheme, day: Day): boolean =>
  grants.some(
    (grant) =>
      grant.run.ends !== undefined &&
      addDays(grant.run.ends, -scheme.warningDays) <= day &&
      runsOn(grant, day) &&
      !successorOf(grant, grants),
  );

/** A grant that is in force on the day after another one's end. */
export const successorOf = (grant: Grant, grants: readonly Grant[]): Grant | undefined =>
  grants.find(
    (other) =>
      other !== grant &&
      !other.ended &&
      startOf(other) <= addDays(lastDayOf(grant), 1) &&
      lastDayOf(other) > lastDayOf(grant),
  );
