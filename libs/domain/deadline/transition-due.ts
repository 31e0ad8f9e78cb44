import { addDays, earlier, type Day } from '../date/day.js';
import type { Scheme } from '../scheme/scheme.js';
import { stateOf, type Deadline } from './deadline.js';

interface Transition {
  key: string;
  /** The versions left and taken up, by their place in the scheme. */
  from: number;
  to: number;
  /** The day from which only the new one may be used. */
  required: Day;
  /** The last day on which changing over still helps, where one is known. */
  last: Day | undefined;
  event: string;
  confirmed: boolean;
  settled: { met: boolean; cancelled: boolean };
}

/** Due on the last day before the new version is required. Until the grace of the old one is over, it is late but not too late. */
export function transitionDue(transition: Transition, { referentials, warningDays }: Scheme, day: Day): Deadline {
  const { key, from, to, required, last, event, confirmed, settled } = transition;
  const [before, after] = [referentials[from], referentials[to]];
  const due = addDays(required, -1);
  const dates = {
    due,
    opens: earlier(after?.optionalFrom ?? addDays(due, -warningDays), due),
    lapses: last !== undefined && last > due ? last : null,
  };
  const title = `${before?.version ?? ''} → ${after?.version ?? ''}`;
  return { key, kind: 'transition', ...dates, state: stateOf(dates, day, settled), title, event, confirmed };
}
