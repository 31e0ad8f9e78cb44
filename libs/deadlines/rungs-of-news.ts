import type { Day } from '#domain/date/day.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { knownLate, mayBeLate } from './known-late.js';
import type { LadderOf } from './plan-reminders.js';
import type { Recipient } from './planning.js';
import type { Round } from './round.js';
import type { FiringRung } from './rungs-for.js';

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
  { isNews, days, since, round }: { isNews: boolean; days?: { from: Day; to: Day }; since?: Date; round: Moment },
): FiringRung[] {
  const rungs = ladder(days).filter(
    ({ fireAt, outcome }) => fireAt >= (since ?? round.now) && outcome !== 'before-subscription',
  );
  if (rungs.some(({ fireAt, outcome }) => fireAt < round.now && outcome === null)) return rungs;
  if (!isNews || !mayBeLate(deadline, recipient, round.today)) return rungs;
  const late = knownLate(deadline, recipient, ladder(), round);
  return late ? [...rungs, late] : rungs;
}

type Moment = Pick<Round, 'now' | 'today' | 'todayIn' | 'planning'>;
