import { z } from 'zod';
import { daysBetween, isDay } from '../date/day.js';
import { earliest, latest, type PartialDate } from '../date/partial-date.js';
import { outcomeIn, type Scheme } from '../scheme/scheme.js';

/** From one milestone of a scheme to another. */
const Step = z.strictObject({
  from: z.string().describe('A milestone, or `announcement`.'),
  to: z.string().describe('A later milestone.'),
});
export type Step = z.infer<typeof Step>;

/** A step and the number of dossiers that completed it. */
export const CountedStep = Step.extend({
  n: z.int().describe('Number of dossiers that completed the step.'),
  few: z.boolean().describe('Fewer than 5: not representative.'),
});

const Spread = z
  .strictObject({
    min: z.number(),
    lowerQuartile: z.number(),
    median: z.number(),
    upperQuartile: z.number(),
    max: z.number(),
  })
  .describe('In days.');
type Spread = z.infer<typeof Spread>;

/** The durations of a step. */
export const Summary = CountedStep.extend({
  days: Spread.nullable().describe('Between the earliest days that the dates can mean; `null` if `n` is 0.'),
  imprecise: z.int().describe('Number of dossiers with a date less precise than a day.'),
  possible: z
    .strictObject({ shortest: Spread, longest: Spread })
    .nullable()
    .describe('`days` for the shortest and the longest reading of imprecise dates; `null` without any.'),
  unconfirmed: z.int().describe('Number of dossiers of which the authority does not confirm both dates.'),
  outOfOrder: z.int().describe('Number of dossiers excluded because the step ends before it begins.'),
});
export type Summary = z.infer<typeof Summary>;

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

/** A milestone that a dossier reached. */
export interface DatedMilestone {
  milestone: string;
  occurred: PartialDate;
  /** By the authority. */
  confirmed: boolean;
}

/** Of one dossier from one milestone to another, in days. */
interface Duration {
  /** Between the earliest days that both dates can mean. */
  days: number;
  /** Equal if both dates are days. */
  shortest: number;
  longest: number;
  precise: boolean;
  confirmed: boolean;
}

/** `undefined` if the second one came first on any reading of the dates, which is a contradiction. */
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

/** `null` without values. Quartiles are interpolated as by QUARTILE.INC of spreadsheets. */
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

/** Each milestone with its predecessors: those it names, otherwise the one above it in the list. */
export const stepsOf = ({ milestones }: Scheme): Step[] =>
  milestones.flatMap(({ code, after }, index) => {
    const above = milestones[index - 1]?.code;
    const before = after ?? (above === undefined ? [] : [above]);
    return before.map((from) => ({ from, to: code }));
  });

/** From the first milestone to the outcome; `null` if nothing precedes the outcome. */
export function wholeStep(scheme: Scheme): Step | null {
  const from = scheme.milestones[0]?.code;
  const to = outcomeIn(scheme);
  return from !== undefined && to !== undefined && from !== to ? { from, to } : null;
}

/** From the first announcement of a dossier, which is not a milestone, to the outcome. */
export function announcementStep(scheme: Scheme): Step | null {
  const to = outcomeIn(scheme);
  return to === undefined ? null : { from: ANNOUNCEMENT, to };
}

export const ANNOUNCEMENT = 'announcement';

/** Fewer dossiers are not representative. */
const FEW = 5;

export const isFew = (n: number): boolean => n < FEW;
