import { dayIn } from '#domain/date/day.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { knownLate, mayBeLate } from './known-late.js';
import type { Moment } from '../answering/moment.js';
import type { Recipient } from '../planning.js';
import { owed, type Days, type FiringRung, type LadderOf } from './rungs-for.js';

/**
 * What of its ladder somebody is told of a deadline that is new, moved or open again: what came since that is on record or is
 * still to come, and, where it is news to them and nothing else is due, at once what they would have been told last. A dry run
 * asks the same.
 *
 * @param days up to the horizon; absent: however far ahead
 * @param since from when on it is owed; absent: from now on
 */
export function rungsOfNews(
  deadline: Pick<Deadline, 'due' | 'lapses' | 'state'>,
  recipient: Recipient,
  ladder: LadderOf,
  { isNews, days, since, moment }: { isNews: boolean; days?: Days; since?: Date; moment: Moment },
): FiringRung[] {
  const { now, zone } = moment;
  const rungs = owed(ladder(days), since ?? now);
  if (rungs.some(({ fireAt, outcome }) => fireAt < now && outcome === null)) return rungs;
  if (!isNews || !mayBeLate(deadline, recipient, dayIn(zone, now))) return rungs;
  const late = knownLate(deadline, recipient, ladder(), moment);
  return late ? [...rungs, late] : rungs;
}
