import { daysBetween, type Day } from '../date/day.js';
import { earliest, latest } from '../date/partial-date.js';
import type { Reached } from './duration.js';
import { isFew, noteOn } from './few.js';
import type { Step } from './step.js';

/** Where a dossier that has begun a step and not ended it lies among those that have made it. */
export interface Place extends Step {
  since: Reached['occurred'];
  /** From the earliest day of `since` to the day that is asked about. */
  days: number;
  /** The same from its latest day: other than `days` when `since` is not a day. */
  leastDays: number;
  /** How many made the step. */
  n: number;
  few: boolean;
  /** What that means in words; `null` when there are enough. */
  note: string | null;
  /** How many of them it has outlasted already. */
  longerThan: number;
  /** The share of them, in whole percent; `null` without any. */
  percentile: number | null;
}

/** @param made the days that those took who have made the step */
export function placeIn(step: Step, { occurred }: Reached, made: readonly number[], asOf: Day): Place {
  const days = daysBetween(earliest(occurred), asOf);
  const longerThan = made.filter((others) => others < days).length;
  return {
    ...step,
    since: occurred,
    days,
    leastDays: Math.max(0, daysBetween(latest(occurred), asOf)),
    n: made.length,
    few: isFew(made.length),
    note: noteOn(step, made.length),
    longerThan,
    percentile: made.length === 0 ? null : Math.round((100 * longerThan) / made.length),
  };
}
