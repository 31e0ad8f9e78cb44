import { z } from 'zod';
import type { Day } from '../date/day.js';
import { refuse } from '../refusal.js';
import { outcomeIn, prerequisites, type Scheme } from '../scheme/scheme.js';
import { type Case, casesOf, LAST, type TimedCase } from './cases.js';
import { ANNOUNCEMENT, type Step, wholeStep } from './durations.js';
import { CurvePoint, type Observation, Quantile, quantileOf, reachedBy, survivalCurve } from './survival.js';

/** Fewer completed cases allow no estimate. */
export const FEWEST = 10;

/** The days in which a forecast looks ahead. */
const YEAR = 365;

/** A curve with more points is thinned out. */
const MOST_POINTS = 400;

const Counts = z.strictObject({
  n: z.int().describe('Number of dossiers that began the step.'),
  completed: z.int(),
  pending: z.int().describe('Not completed by `asOf`; they count for as long as they are known to have been pending.'),
  ended: z.int().describe('Refused, abandoned or no longer listed: they never complete the step.'),
  few: z.boolean().describe('Fewer than 10 completed: no estimate.'),
});
type Counts = z.infer<typeof Counts>;

const group = { median: Quantile.nullable().describe('In days; `null` if `few`.') };
const LevelGroup = Counts.extend({ level: z.string().nullable().describe('`null`: not on record.'), ...group });
const YearGroup = Counts.extend({ year: z.int().describe('In which the step began.'), ...group });

export const Forecast = z.strictObject({
  after: z.int().describe('Days since the start.'),
  within: z.int().describe('Days from then.'),
  n: z.int().describe('Number of dossiers that were pending after these days.'),
  completed: z.int().describe('Those of them that completed the step later, at any time.'),
  few: z.boolean().describe('Fewer than 10 of them: no forecast.'),
  share: z
    .number()
    .nullable()
    .describe('Completed within these days; `null` if `few`, or if none was observed for so long.'),
  lower: z.number().nullable(),
  upper: z.number().nullable().describe('Bounds of the 95% interval.'),
});
export type Forecast = z.infer<typeof Forecast>;

/** Times from one milestone to another, with those that are still pending. */
export const Times = Counts.extend({
  from: z.string().describe('A milestone, `announcement`, or `last`.'),
  to: z.string(),
  atLatest: z
    .int()
    .describe('Completed cases without a date of their own: counted on that of a later milestone or listing.'),
  imprecise: z.int().describe('Number of dossiers with a date less precise than a day.'),
  unconfirmed: z.int().describe('Number of dossiers of which the authority does not confirm all dates.'),
  outOfOrder: z.int().describe('Number of dossiers excluded because the step ends before it begins.'),
  quartiles: z
    .strictObject({ lower: Quantile, median: Quantile, upper: Quantile })
    .nullable()
    .describe('Days by which 25, 50 and 75% have completed the step; `null` if `few`.'),
  forecast: Forecast,
  levels: z.array(LevelGroup).describe('By level, of the year asked.'),
  years: z.array(YearGroup).describe('By year of the start, of the level asked.'),
  curve: z.array(CurvePoint).describe('Empty if `few`; of more than 400 points, evenly chosen ones.'),
});
export type Times = z.infer<typeof Times>;

export interface TimesAsked extends Step {
  level?: string | undefined;
  /** Of the start. */
  year?: number | undefined;
  /** For the forecast: days since the start. */
  after?: number | undefined;
}

type Asked<T> = { readonly [K in keyof T]?: T[K] | undefined };

/**
 * From the first milestone to the outcome, unless asked otherwise.
 *
 * @throws Refusal unknown-milestone
 */
export function stepAsked(scheme: Scheme, { from, to }: Asked<Step>): Step {
  const step = {
    from: from ?? wholeStep(scheme)?.from ?? ANNOUNCEMENT,
    to: to ?? outcomeIn(scheme) ?? '',
  };
  const milestones = scheme.milestones.map(({ code }) => code);
  const assertOne = (field: 'from' | 'to', allowed: readonly string[]): void => {
    const params = { scheme: scheme.slug, milestone: step[field], milestones: allowed };
    if (!allowed.includes(step[field])) throw refuse('unknown-milestone', field, 'milestone-not-found', params);
  };
  assertOne('to', milestones);
  const later = milestones.filter((code) => code === step.to || prerequisites(scheme, code).includes(step.to));
  assertOne('from', [...milestones.filter((code) => !later.includes(code)), ANNOUNCEMENT, LAST]);
  return step;
}

export function timesOf(
  scheme: Scheme,
  { from, to, level, year, after = 0 }: TimesAsked,
  dossiers: readonly TimedCase[],
  asOf: Day,
): Times {
  const all = casesOf(scheme, { from, to }, dossiers, asOf);
  const isOfLevel = (one: Case): boolean => level === undefined || one.level === level;
  const isOfYear = (one: Case): boolean => year === undefined || yearOf(one) === year;
  const known = all.filter(({ outcome }) => outcome !== 'out-of-order');
  const [ofLevel, ofYear] = [known.filter(isOfLevel), known.filter(isOfYear)];
  const cases = ofLevel.filter(isOfYear);
  return {
    ...{ from, to, ...countsOf(cases) },
    atLatest: cases.filter(({ atLatest }) => atLatest).length,
    imprecise: cases.filter(({ precise }) => !precise).length,
    unconfirmed: cases.filter(({ confirmed }) => !confirmed).length,
    outOfOrder: all.filter((one) => isOfLevel(one) && isOfYear(one)).length - cases.length,
    ...estimatesOf(cases),
    forecast: forecastOf(cases, after),
    levels: groupsOf(ofYear, ({ level }) => level).map(([level, some]) => ({ level, ...groupOf(some) })),
    years: groupsOf(ofLevel, yearOf).map(([year, some]) => ({ year, ...groupOf(some) })),
  };
}

const yearOf = ({ start }: Case): number => Number(start.slice(0, 4));

function countsOf(cases: readonly Case[]): Counts {
  const count = (asked: Case['outcome']): number => cases.filter(({ outcome }) => outcome === asked).length;
  const completed = count('completed');
  return { n: cases.length, completed, pending: count('pending'), ended: count('ended'), few: completed < FEWEST };
}

/**
 * A case that ended without completing the step competes with completing it: it stays among those that have not, until `asOf`.
 * What it would have been censored by is known of every case, so that the curve is one minus the cumulative incidence: Fine
 * and Gray (1999), A proportional hazards model for the subdistribution of a competing risk, "censoring complete" data.
 */
const observationOf = ({ days, outcome }: Case): Observation => ({ days, reached: outcome === 'completed' });

function estimatesOf(cases: readonly Case[]): Pick<Times, 'quartiles' | 'curve'> {
  if (countsOf(cases).few) return { quartiles: null, curve: [] };
  const curve = survivalCurve(cases.map(observationOf));
  const [lower, median, upper] = [0.25, 0.5, 0.75].map((share) => quantileOf(curve, share));
  if (!lower || !median || !upper) return { quartiles: null, curve: [] };
  const every = Math.ceil(curve.length / MOST_POINTS);
  return {
    quartiles: { lower, median, upper },
    curve: curve.filter((_, index) => (curve.length - 1 - index) % every === 0).map(roundedPoint),
  };
}

const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;

const roundedPoint = (point: CurvePoint): CurvePoint => ({
  ...point,
  waiting: rounded(point.waiting),
  lower: rounded(point.lower),
  upper: point.upper === null ? null : rounded(point.upper),
});

/** Of the cases that were pending after so many days, the share that completed the step within a year from then. */
function forecastOf(cases: readonly Case[], after: number): Forecast {
  const pending = cases.filter(({ days, endedAfter }) => days >= after && (endedAfter ?? days) >= after);
  const { n, completed, few } = countsOf(pending);
  const estimate = few ? undefined : reachedBy(after + YEAR, pending.map(observationOf));
  const { share, lower, upper } = estimate ?? { share: null, lower: null, upper: null };
  const figure = (value: number | null): number | null => (value === null ? null : rounded(value));
  return { after, within: YEAR, n, completed, few, share: figure(share), lower: figure(lower), upper: figure(upper) };
}

function groupsOf<K extends string | number | null>(cases: readonly Case[], keyOf: (one: Case) => K): [K, Case[]][] {
  const groups = new Map<K, Case[]>();
  for (const one of cases) {
    const found = groups.get(keyOf(one));
    if (found) found.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return [...groups].sort(([one], [other]) => inOrder(one, other));
}

/** Cases without a value come last. */
function inOrder(one: string | number | null, other: string | number | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return one < other ? -1 : Number(one > other);
}

const groupOf = (cases: readonly Case[]): Counts & { median: Quantile | null } => ({
  ...countsOf(cases),
  median: estimatesOf(cases).quartiles?.median ?? null,
});
