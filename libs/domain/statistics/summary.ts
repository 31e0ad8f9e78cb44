import { durationBetween, type Duration, type Reached } from './duration.js';
import { isFew, noteOn } from './few.js';
import { spreadOf, type Spread } from './spread.js';
import type { Step } from './step.js';

/** How long a step took those who have made it. */
export interface Summary extends Step {
  n: number;
  /** Whether `n` is too small to expect anything from. */
  few: boolean;
  /** Says so in words; `null` when there are enough. */
  note: string | null;
  days: Spread | null;
  /** How many of them rest on a date that is not a day. */
  imprecise: number;
  /** What the figures would be if each of those dates meant the day that makes it short, or long; `null` without any. */
  possible: { shortest: Spread; longest: Spread } | null;
  /** How many of them the authority itself does not date at both ends. */
  unconfirmed: number;
  /** Dossiers whose dates contradict the step: its end came before its beginning. Not among the `n`. */
  outOfOrder: number;
}

/** Both dates of a step in one dossier. */
type Made = readonly [from: Reached, to: Reached];

export const durationsOf = (step: Step, dossiers: readonly (readonly Reached[])[]): (Duration | undefined)[] =>
  dossiers.flatMap((milestones) => madeIn(step, milestones)).map(([from, to]) => durationBetween(from, to));

function madeIn(step: Step, milestones: readonly Reached[]): Made[] {
  const from = milestones.find(({ milestone }) => milestone === step.from);
  const to = milestones.find(({ milestone }) => milestone === step.to);
  return from && to ? [[from, to]] : [];
}

export function summaryOf(step: Step, dossiers: readonly (readonly Reached[])[]): Summary {
  const made = durationsOf(step, dossiers);
  const durations = made.filter((duration) => duration !== undefined);
  const imprecise = durations.filter(({ precise }) => !precise).length;
  const shortest = spreadOf(durations.map((duration) => duration.shortest));
  const longest = spreadOf(durations.map((duration) => duration.longest));
  return {
    ...step,
    n: durations.length,
    few: isFew(durations.length),
    note: noteOn(step, durations.length),
    days: spreadOf(durations.map(({ days }) => days)),
    imprecise,
    possible: imprecise > 0 && shortest && longest ? { shortest, longest } : null,
    unconfirmed: durations.filter(({ confirmed }) => !confirmed).length,
    outOfOrder: made.length - durations.length,
  };
}
