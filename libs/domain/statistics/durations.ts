import { daysBetween, isDay } from '../date/day.js';
import { earliest, latest, type PartialDate } from '../date/partial-date.js';
import type { Scheme } from '../scheme/scheme.js';

/** The durations of a step among the dossiers that completed it. */
export interface Summary extends Step {
  n: number;
  /** Whether `n` is too small for an estimate. */
  few: boolean;
  days: Spread | null;
  /** How many of them have a date less precise than a day. */
  imprecise: number;
  /** The figures for the shortest and the longest reading of these dates; `null` without any. */
  possible: { shortest: Spread; longest: Spread } | null;
  /** How many of them are not dated by the authority at both ends. */
  unconfirmed: number;
  /** Dossiers whose dates contradict the order of the step; not among the `n`. */
  outOfOrder: number;
}

/** Both dates of a step in one dossier. */
type StepDates = readonly [from: DatedMilestone, to: DatedMilestone];

export const durationsOf = (step: Step, dossiers: readonly (readonly DatedMilestone[])[]): (Duration | undefined)[] =>
  dossiers.flatMap((milestones) => stepDates(step, milestones)).map(([from, to]) => durationBetween(from, to));

function stepDates(step: Step, milestones: readonly DatedMilestone[]): StepDates[] {
  const from = milestones.find(({ milestone }) => milestone === step.from);
  const to = milestones.find(({ milestone }) => milestone === step.to);
  return from && to ? [[from, to]] : [];
}

export function summaryOf(step: Step, dossiers: readonly (readonly DatedMilestone[])[]): Summary {
  const attempts = durationsOf(step, dossiers);
  const durations = attempts.filter((duration) => duration !== undefined);
  const imprecise = durations.filter(({ precise }) => !precise).length;
  const shortest = spreadOf(durations.map((duration) => duration.shortest));
  const longest = spreadOf(durations.map((duration) => duration.longest));
  return {
    ...step,
    n: durations.length,
    few: isFew(durations.length),
    days: spreadOf(durations.map(({ days }) => days)),
    imprecise,
    possible: imprecise > 0 && shortest && longest ? { shortest, longest } : null,
    unconfirmed: durations.filter(({ confirmed }) => !confirmed).length,
    outOfOrder: attempts.length - durations.length,
  };
}

/** A milestone of a dossier, as precisely as it is dated. */
export interface DatedMilestone {
  milestone: string;
  occurred: PartialDate;
  /** Whether the authority confirms it. */
  confirmed: boolean;
}

/** How long a dossier took from one milestone to another, in days. */
interface Duration {
  /** Between the earliest days that both dates can mean, as everywhere else. */
  days: number;
  /** The least and the most that the dates can mean; the same when both are days. */
  shortest: number;
  longest: number;
  precise: boolean;
  confirmed: boolean;
}

/** `undefined`: the second date certainly precedes the first, a contradiction. */
export function durationBetween(from: DatedMilestone, to: DatedMilestone): Duration | undefined {
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

/** The distribution of numbers of days. */
interface Spread {
  min: number;
  lowerQuartile: number;
  median: number;
  upperQuartile: number;
  max: number;
}

/** `null` without values. Quartiles are interpolated as in QUARTILE.INC of spreadsheets. */
export function spreadOf(values: readonly number[]): Spread | null {
  const sorted = values.toSorted((a, b) => a - b);
  if (sorted.length === 0) return null;
  const at = (part: number): number => {
    const place = part * (sorted.length - 1);
    const below = sorted[Math.floor(place)] ?? 0;
    const above = sorted[Math.ceil(place)] ?? below;
    return below + (above - below) * (place - Math.floor(place));
  };
  return { min: at(0), lowerQuartile: at(0.25), median: at(0.5), upperQuartile: at(0.75), max: at(1) };
}

/** From one milestone of a scheme to another. */
export interface Step {
  from: string;
  to: string;
}

/** From the direct prerequisites of each milestone, else from the one listed before it. */
export const stepsOf = ({ milestones }: Scheme): Step[] =>
  milestones.flatMap(({ code, after }, index) => {
    const above = milestones[index - 1]?.code;
    const before = after ?? (above === undefined ? [] : [above]);
    return before.map((from) => ({ from, to: code }));
  });

/** From the first milestone to the outcome; `null` when the scheme has nothing before its outcome. */
export function wholeStep({ milestones }: Scheme): Step | null {
  const first = milestones[0];
  const outcome = milestones.find(({ gives }) => gives === 'granted');
  return first && outcome && first !== outcome ? { from: first.code, to: outcome.code } : null;
}

/** From the first announcement, which is no milestone, to the outcome. */
export function announcementStep({ milestones }: Scheme): Step | null {
  const outcome = milestones.find(({ gives }) => gives === 'granted');
  return outcome ? { from: ANNOUNCEMENT, to: outcome.code } : null;
}

export const ANNOUNCEMENT = 'announcement';

/** Fewer cases than this allow no estimate. */
const FEW = 5;

export const isFew = (n: number): boolean => n < FEW;
