import { z } from 'zod';
import { addDays, addMonths, type Day, DaySchema, daysBetween } from '../date/day.js';
import { earliest } from '../date/partial-date.js';
import { type Case, FEW } from './durations.js';
import { type CurvePoint, survivalCurve } from './survival.js';

/** Every forecast is about the year after its day. */
const HORIZON = 365;

/** Estimates that rest on fewer cases are not pushed above `MOST_CHANCE`. */
const ENOUGH_AT_RISK = 20;
const MOST_CHANCE = 0.8;

const Bounds = z.strictObject({ lower: z.int(), upper: z.int() });
const Share = z.number().describe('Between 0 and 1.');

const Expected = z.strictObject({
  day: DaySchema.describe('On which it is made, from what had happened by then.'),
  pending: z.int().describe('Dossiers pending in the step on that day.'),
  expected: z.number().describe('How many of them complete it within 365 days.'),
  interval80: Bounds.nullable(),
  interval95: Bounds.nullable().describe('`null`: no outcome of an earlier forecast was known by the day.'),
});

const Origin = Expected.extend({
  interval80: Bounds,
  interval95: Bounds,
  came: z.int().describe('How many did complete it.'),
  brier: Share.describe('Mean square of the difference between chance and outcome.'),
  baseRate: Share.describe('Share of all earlier forecasts whose outcome was known by the day that came true.'),
  baseBrier: Share.describe('The Brier score of `baseRate` as the chance of every dossier.'),
});

/** What is forecast of the pending cases, and how good such forecasts were. */
export const Forecast = Expected.extend({
  record: z
    .strictObject({
      origins: z.array(Origin).describe('The same forecast as it would have been made each month, the earliest first.'),
      covered80: Share.describe('Share of origins whose outcome lies in their 80% interval.'),
      covered95: Share,
      brier: Share.describe('Of all dossiers at all origins.'),
      baseBrier: Share,
      reliability: z
        .array(z.strictObject({ from: Share, to: Share, dossiers: z.int(), forecast: Share, came: Share }))
        .describe('By chance: the mean chance of the dossiers at all origins, and the share that completed the step.'),
    })
    .nullable()
    .describe('`null`: the outcome of none is known.'),
});
export type Forecast = z.infer<typeof Forecast>;

/** One of each year, up to the latest, of what is monthly. */
export const yearlyOf = <T>(monthly: readonly T[]): T[] =>
  monthly.filter((_, index) => (monthly.length - 1 - index) % 12 === 0);

/** A case as days since the first one; `Infinity`: never. */
interface Followed {
  start: number;
  completed: number;
  ended: number;
  /** Nobody knows what became of it afterwards. */
  until: number;
}

const follow = (cases: readonly Case[], zero: Day): Followed[] =>
  cases.map(({ since, outcome, days, dossier }) => {
    const start = daysBetween(zero, earliest(since));
    const isOver = outcome === 'ended' && dossier.ended !== null;
    return {
      start,
      completed: outcome === 'completed' ? start + days : Infinity,
      ended: isOver ? daysBetween(zero, dossier.ended ?? zero) : Infinity,
      until: outcome === 'completed' ? Infinity : start + days,
    };
  });

/** The curve as it was on a day, and who was pending; `undefined` with too few outcomes by then. */
function standingAt(cases: readonly Followed[], day: number) {
  const begun = cases.filter(({ start }) => start <= day);
  const isDone = ({ completed }: Followed): boolean => completed <= day;
  if (begun.filter(isDone).length < FEW) return undefined;
  const curve = survivalCurve(
    begun.map((one) => ({ days: Math.min(one.completed, one.until, day) - one.start, reached: isDone(one) })),
  );
  return { curve, pending: begun.filter((one) => !isDone(one) && one.ended > day) };
}

/**
 * The chance that a case that has been pending for so many days completes the step within the next year. Where the curve rests
 * on few cases, its last steps say little.
 */
export function chanceOf(curve: readonly CurvePoint[], pendingFor: number): number {
  const before = lastBy(curve, pendingFor);
  const last = lastBy(curve, pendingFor + HORIZON);
  if (!last || last === before) return 0;
  const chance = 1 - last.waiting / (before?.waiting ?? 1);
  return last.atRisk < ENOUGH_AT_RISK ? Math.min(MOST_CHANCE, chance) : chance;
}

/** Halves the curve: hundreds of cases are looked up in it at each of a hundred origins. */
function lastBy(curve: readonly CurvePoint[], day: number): CurvePoint | undefined {
  let [from, to] = [0, curve.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((curve[middle]?.days ?? Infinity) <= day) from = middle + 1;
    else to = middle;
  }
  return curve[from - 1];
}

interface Chance {
  chance: number;
  came: number;
}

/** A forecast and what came of it. */
interface Scored {
  day: number;
  chances: readonly Chance[];
  expected: number;
  /** Of the number that completes the step, if each does so independently of the others. */
  variance: number;
  came: number;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function scored(day: number, chances: readonly Chance[]): Scored {
  return {
    ...{ day, chances },
    expected: sum(chances.map(({ chance }) => chance)),
    variance: sum(chances.map(({ chance }) => chance * (1 - chance))),
    came: sum(chances.map(({ came }) => came)),
  };
}

/**
 * Cases do not end independently of each other: an authority is faster in one year than in another. By how much is what past
 * forecasts missed beyond chance: the correlation within a year by moments, as Williams (1982), Extra-binomial variation in
 * logistic linear models, for the beta-binomial distribution. It is known as badly as there are years it was seen in, so that
 * the quantiles are Student's. Forecasts less than a year apart share outcomes and count as one year.
 */
function intervalsOf({ day, chances, expected, variance }: Scored, known: readonly Scored[]) {
  const [first] = known;
  if (!first) return { interval80: null, interval95: null };
  const missed = sum(known.map((past) => (past.came - past.expected) ** 2 - past.variance));
  const by = sum(known.map((past) => (past.chances.length - 1) * past.variance));
  const correlation = by > 0 ? Math.min(1, Math.max(0, missed / by)) : 0;
  const deviation = Math.sqrt(variance * (1 + (chances.length - 1) * correlation));
  const years = Math.floor((day - first.day) / HORIZON);
  const within = (level: Level) => ({
    lower: Math.max(0, Math.floor(expected - studentQuantile(level, years) * deviation)),
    upper: Math.min(chances.length, Math.ceil(expected + studentQuantile(level, years) * deviation)),
  });
  return { interval80: within(0.8), interval95: within(0.95) };
}

type Level = 0.8 | 0.95;

/**
 * Half the width of the central interval of Student's distribution: exact for one and two degrees of freedom, else by the
 * expansion of Abramowitz and Stegun (1964), 26.7.5, to within 1 %.
 */
export function studentQuantile(level: Level, freedom: number): number {
  if (freedom <= 1) return Math.tan((Math.PI * level) / 2);
  if (freedom === 2) return level * Math.sqrt(2 / (1 - level ** 2));
  const z = level === 0.8 ? 1.2815515655446004 : 1.959963984540054;
  return (
    z +
    (z ** 3 + z) / (4 * freedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3)
  );
}

/**
 * The forecast on the last day on which the pending cases were observed, and those that would have been made on the same day of
 * every month before. Each uses only what had happened by its day, and its interval only forecasts whose year was over by then.
 * What was recorded late counts for the day on which it happened: a register is often read years after.
 *
 * @param all of one step @param asOf the day that they are of
 * @returns `null` with too few outcomes
 */
export function forecastOf(all: readonly Case[], asOf: Day): { forecast: Forecast; curve: CurvePoint[] } | null {
  const sound = all.filter(({ outcome }) => outcome !== 'out-of-order');
  const day = lastObserved(sound) ?? asOf;
  const cases = follow(sound, day);
  const now = standingAt(cases, 0);
  if (!now) return null;
  const today = scored(0, chancesOf(now, 0));
  const past = pastForecasts(cases, day);
  return {
    curve: now.curve,
    forecast: { ...told(day, today), ...intervalsOf(today, past), record: recordOf(past, day) },
  };
}

/** Half of the pending cases were observed until then, or for longer: one that a register has lost is no reason to wait for it. */
function lastObserved(cases: readonly Case[]): Day | undefined {
  const until = cases
    .filter(({ outcome }) => outcome === 'pending')
    .map(({ since, days }) => addDays(earliest(since), days))
    .sort();
  return until[Math.floor(until.length / 2)];
}

const chancesOf = ({ curve, pending }: NonNullable<ReturnType<typeof standingAt>>, day: number): Chance[] =>
  pending.map(({ start, completed }) => ({
    chance: chanceOf(curve, day - start),
    came: completed <= day + HORIZON ? 1 : 0,
  }));

/** Cases of which the outcome is not known are left out. The earliest first. */
function pastForecasts(cases: readonly Followed[], day: Day): Scored[] {
  const found: Scored[] = [];
  for (let months = -12; ; months--) {
    const at = daysBetween(day, addMonths(day, months));
    const then = standingAt(cases, at);
    if (!then) return found.reverse();
    const isKnown = ({ completed, ended, until }: Followed): boolean =>
      completed < Infinity || ended < Infinity || until >= at + HORIZON;
    const chances = chancesOf({ ...then, pending: then.pending.filter(isKnown) }, at);
    if (chances.length > 0) found.push(scored(at, chances));
  }
}

const told = (zero: Day, { day, chances, expected }: Scored) => ({
  ...{ day: addDays(zero, day), pending: chances.length, expected: rounded(expected, 1) },
});

const rounded = (value: number, digits = 4): number => Number(value.toFixed(digits));

function recordOf(past: readonly Scored[], zero: Day): Forecast['record'] {
  const tried: { origin: z.infer<typeof Origin>; chances: readonly Chance[] }[] = [];
  for (const one of past) {
    const known = past.filter(({ day }) => day + HORIZON <= one.day);
    const { interval80, interval95 } = intervalsOf(one, known);
    if (interval80 === null) continue;
    const baseRate = sum(known.map((past) => past.came)) / sum(known.map((past) => past.chances.length));
    const { chances, came } = one;
    const scores = { brier: brierOf(chances), baseRate, baseBrier: brierOf(chances, baseRate) };
    tried.push({ chances, origin: { ...told(zero, one), interval80, interval95, came, ...scores } });
  }
  if (tried.length === 0) return null;
  const origins = tried.map(({ origin }) => origin);
  const chances = tried.flatMap((one) => one.chances);
  const ofAll = (score: 'brier' | 'baseBrier') =>
    rounded(sum(origins.map((one) => one[score] * one.pending)) / chances.length);
  const covered = (name: 'interval80' | 'interval95') =>
    rounded(mean(origins, ({ came, [name]: { lower, upper } }) => (lower <= came && came <= upper ? 1 : 0)));
  return {
    origins: origins.map((one) => ({
      ...one,
      ...{ brier: rounded(one.brier), baseRate: rounded(one.baseRate), baseBrier: rounded(one.baseBrier) },
    })),
    ...{ covered80: covered('interval80'), covered95: covered('interval95') },
    ...{ brier: ofAll('brier'), baseBrier: ofAll('baseBrier'), reliability: reliabilityOf(chances) },
  };
}

const mean = <T>(values: readonly T[], valueOf: (value: T) => number): number =>
  sum(values.map(valueOf)) / values.length;

/** @param constant absent: the chance of each */
const brierOf = (chances: readonly Chance[], constant?: number): number =>
  mean(chances, ({ chance, came }) => ((constant ?? chance) - came) ** 2);

const BINS = 5;

function reliabilityOf(chances: readonly Chance[]) {
  return Array.from({ length: BINS }, (_, bin) => {
    const inBin = chances.filter(({ chance }) => Math.min(BINS - 1, Math.floor(chance * BINS)) === bin);
    return {
      ...{ from: bin / BINS, to: (bin + 1) / BINS, dossiers: inBin.length },
      forecast: rounded(mean(inBin, ({ chance }) => chance)),
      came: rounded(mean(inBin, ({ came }) => came)),
    };
  }).filter(({ dossiers }) => dossiers > 0);
}
