import { z } from 'zod';

/** How long one case was observed, in days, and whether it reached the outcome on the last of them. */
export interface Observation {
  days: number;
  reached: boolean;
}

const Share = z.number().describe('Between 0 and 1.');

/** The estimate on a day on which cases reached the outcome; it holds until the next one. */
export const CurvePoint = z.strictObject({
  days: z.int().describe('Since the start.'),
  atRisk: z.int().describe('Cases observed for so long that had not reached the outcome before.'),
  reached: z.int().describe('Cases that reached it on this day.'),
  waiting: Share.describe('Estimated share that has not reached it by the end of this day.'),
  lower: Share,
  upper: Share.nullable().describe('Bounds of the 95% interval; `null` if `waiting` is 0.'),
});
export type CurvePoint = z.infer<typeof CurvePoint>;

/** Of the standard normal distribution, for intervals of 95 %. */
const Z = 1.959963984540054;

/**
 * Kaplan and Meier (1958), Nonparametric estimation from incomplete observations: cases that have not reached the outcome count
 * for as long as they were observed. If both fall on one day, outcomes come before ends of observation.
 *
 * The variance is Greenwood's (1926), the interval that of log(-log): see Kalbfleisch and Prentice (2002), The Statistical
 * Analysis of Failure Time Data, 2nd edition, section 1.4.
 */
export function survivalCurve(observations: readonly Observation[]): CurvePoint[] {
  const curve: CurvePoint[] = [];
  let [atRisk, waiting, variance] = [observations.length, 1, 0];
  for (const [days, { reached, ended }] of tallied(observations)) {
    if (reached > 0) {
      waiting = reached === atRisk ? 0 : waiting * (1 - reached / atRisk);
      variance += reached / (atRisk * (atRisk - reached));
      curve.push({ days, atRisk, reached, waiting, ...boundsOf(waiting, variance) });
    }
    atRisk -= reached + ended;
  }
  return curve;
}

/** By day, the earliest first. */
function tallied(observations: readonly Observation[]): [days: number, { reached: number; ended: number }][] {
  const tally = new Map<number, { reached: number; ended: number }>();
  for (const { days, reached } of observations) {
    const found = tally.get(days) ?? { reached: 0, ended: 0 };
    found[reached ? 'reached' : 'ended']++;
    tally.set(days, found);
  }
  return [...tally].sort(([one], [other]) => one - other);
}

function boundsOf(waiting: number, variance: number): Pick<CurvePoint, 'lower' | 'upper'> {
  if (waiting === 0) return { lower: 0, upper: null };
  const spread = (Z * Math.sqrt(variance)) / Math.abs(Math.log(waiting));
  return { lower: waiting ** Math.exp(spread), upper: waiting ** Math.exp(-spread) };
}

export const Quantile = z.strictObject({
  days: z.int().nullable().describe('`null`: not reached by so many cases yet.'),
  lower: z.int().nullable(),
  upper: z.int().nullable().describe('Bounds of the 95% interval; `null`: none within the days observed.'),
});
export type Quantile = z.infer<typeof Quantile>;

/** Products of shares that are equal on paper may differ by this much. */
const ROUNDING = 1e-9;

/**
 * The first day by which the estimate has at least `share` of the cases at the outcome. If all cases reached it, this is the
 * quantile of type 1 of Hyndman and Fan (1996), the smallest value that at least `share` of them do not exceed. The interval is
 * that of Brookmeyer and Crowley (1982): the days on which the bounds of the curve pass the same share.
 */
export function quantileOf(curve: readonly CurvePoint[], share: number): Quantile {
  const firstOf = (bound: 'waiting' | 'lower' | 'upper'): number | null =>
    curve.find((point) => (point[bound] ?? 1) <= 1 - share + ROUNDING)?.days ?? null;
  return { days: firstOf('waiting'), lower: firstOf('lower'), upper: firstOf('upper') };
}
