import { daysBetween, isDay } from '../date/day.js';
import { earliest, latest, type PartialDate } from '../date/partial-date.js';

/** A milestone of a dossier, as precisely as it is dated. */
export interface Reached {
  milestone: string;
  occurred: PartialDate;
  /** Whether the authority itself says so. */
  confirmed: boolean;
}

/** How long a dossier took from one milestone to another, in days. */
export interface Duration {
  /** Between the earliest days that both dates can mean: the days from which they count everywhere else. */
  days: number;
  /** The least and the most that the dates can mean; the same when both are days. */
  shortest: number;
  longest: number;
  precise: boolean;
  confirmed: boolean;
}

/** `undefined` when the second one came first, whichever days the dates mean: that is no duration but a contradiction. */
export function durationBetween(from: Reached, to: Reached): Duration | undefined {
  const longest = daysBetween(earliest(from.occurred), latest(to.occurred));
  if (longest < 0) return undefined;
  return {
    days: Math.max(0, daysBetween(earliest(from.occurred), earliest(to.occurred))),
    shortest: Math.max(0, daysBetween(latest(from.occurred), earliest(to.occurred))),
    longest,
    precise: isDay(from.occurred) && isDay(to.occurred),
    confirmed: from.confirmed && to.confirmed,
  };
}
