import { earlier, END_OF_TIME, type Day } from '../date/day.js';
import { latest } from '../date/partial-date.js';
import { successorOf } from '../dossier/flags.js';
import { isVouchedFor, lastDayOf, startOf, type Grant } from '../dossier/grant.js';
import type { Reading } from '../dossier/reading.js';
import type { Scheme } from '../scheme/scheme.js';
import { placeOf, type Attempt } from './attempt.js';
import type { Deadline } from './deadline.js';
import { endedEarly } from './grant-deadlines.js';
import { transitionDue } from './transition-due.js';

/**
 * The versions that everyone has to use before a grant under an older one ends. Where the grant ends no later than that, or is
 * brought to its end by the grace of its own version on that day, its end says so: nothing is told twice.
 */
export function grantTransitions(
  grant: Grant,
  reading: Reading,
  attempts: readonly Attempt[],
  scheme: Scheme,
  day: Day,
): Deadline[] {
  const from = placeOf(grant, scheme);
  if (from < 0) return [];
  const [end, graceEnds] = [endOf(grant, scheme), scheme.referentials[from]?.graceEnds];
  const last = graceEnds && earlier(graceEnds, end);
  const confirmed = isVouchedFor(grant);
  return scheme.referentials.flatMap(({ version, draft, requiredForAll: required }, to) => {
    if (to <= from || draft || required === undefined || end <= required) return [];
    const key = `transition/${grant.id}/${version}`;
    const met = isUnderWay(grant, to, reading, attempts, scheme, day);
    const settled = { met, cancelled: isOver(grant, reading, scheme, day) };
    return [transitionDue({ key, from, to, required, last, event: grant.id, confirmed, settled }, scheme, day)];
  });
}

/** By an application or another grant under the version, or a later one. Words alone are none. */
function isUnderWay(
  grant: Grant,
  to: number,
  { grants }: Reading,
  attempts: readonly Attempt[],
  scheme: Scheme,
  day: Day,
): boolean {
  const since = startOf(grant);
  const filed = attempts
    .flatMap(({ stations }) => stations)
    .some((at) => at.filed && at.version >= to && at.day > since);
  return (
    filed ||
    grants.some(
      (other) => other !== grant && startOf(other) >= since && !endedEarly(other, day) && placeOf(other, scheme) >= to,
    )
  );
}

/** Ended by somebody, or another grant takes over, which has a transition of its own. */
const isOver = (grant: Grant, { grants }: Reading, { family }: Scheme, day: Day): boolean =>
  endedEarly(grant, day) ||
  grant.ended?.how === 'succeeded' ||
  successorOf(grant, grants) !== undefined ||
  (family === 'duty' && lastDayOf(grant) < day);

/** Kept up, a duty goes on to its printed end; a report is good for as long as it is current. */
function endOf(grant: Grant, { family }: Scheme): Day {
  switch (family) {
    case 'decision':
      return lastDayOf(grant);
    case 'report':
      return grant.run.currentUntil ?? END_OF_TIME;
    case 'duty':
      return grant.validUntil ? latest(grant.validUntil) : END_OF_TIME;
  }
}
