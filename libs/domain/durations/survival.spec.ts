import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Observation, quantileOf, survivalCurve } from './survival.js';

/** `6` is an outcome on day 6, `-6` an observation that ended on day 6 without one. */
const observed = (...days: number[]): Observation[] =>
  days.map((day) => ({ days: Math.abs(day), reached: !Object.is(day, -0) && day >= 0 }));

/** The treated patients of Freireich et al. (1963), the usual example: remission of leukaemia in weeks. */
const freireich = observed(6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35);

describe('the survival curve', () => {
  it('counts cases that are still open for as long as they were observed, outcomes of a day before them', () => {
    const curve = survivalCurve(freireich);
    expect(curve.map(({ days, atRisk, reached }) => [days, atRisk, reached])).toEqual([
      [6, 21, 3],
      [7, 17, 1],
      [10, 15, 1],
      [13, 12, 1],
      [16, 11, 1],
      [22, 7, 1],
      [23, 6, 1],
    ]);
    const waiting = [18 / 21, 16 / 17, 14 / 15, 11 / 12, 10 / 11, 6 / 7, 5 / 6];
    for (const [index, point] of curve.entries())
      expect(point.waiting).toBeCloseTo(
        waiting.slice(0, index + 1).reduce((product, share) => product * share, 1),
        12,
      );
  });

  it('has the interval of log(-log) with the variance of Greenwood', () => {
    // By hand: 18/21; variance 3 / (21 · 18) = 0.0079365; z · √variance / |ln(18/21)| = 1.132690.
    expect(survivalCurve(freireich)[0]?.lower).toBeCloseTo((18 / 21) ** Math.exp(1.13269), 4);
    // As R prints for survfit(Surv(week, status) ~ 1, conf.type = "log-log").
    const [first, second] = survivalCurve(freireich);
    expect([first?.lower, first?.upper].map((bound) => bound?.toFixed(3))).toEqual(['0.620', '0.952']);
    expect([second?.lower, second?.upper].map((bound) => bound?.toFixed(3))).toEqual(['0.563', '0.923']);
  });

  it('ends at 0 if the case observed longest reached the outcome', () => {
    expect(survivalCurve(observed(5, -3)).at(-1)).toEqual({
      ...{ days: 5, atRisk: 1, reached: 1, waiting: 0, lower: 0, upper: null },
    });
    expect(survivalCurve(observed(-3, -4))).toEqual([]);
    expect(survivalCurve([])).toEqual([]);
  });

  it('does not depend on the order of the cases', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ days: fc.nat({ max: 40 }), reached: fc.boolean() })), (cases) => {
        const sorted = cases.toSorted((a, b) => b.days - a.days || Number(a.reached) - Number(b.reached));
        expect(survivalCurve(sorted)).toEqual(survivalCurve(cases));
      }),
    );
  });
});

describe('a quantile of the curve', () => {
  const median = (cases: Observation[]) => quantileOf(survivalCurve(cases), 0.5);

  it('is the day on which the share is reached, between the days on which the bounds reach it', () => {
    expect(median(freireich)).toEqual({ days: 23, lower: 13, upper: null });
    expect(quantileOf(survivalCurve(freireich), 0.25)).toEqual({ days: 13, lower: 6, upper: 22 });
    expect(quantileOf(survivalCurve(freireich), 0.75).days).toBeNull();
  });

  it('without open cases is the smallest value that the share of them does not exceed', () => {
    expect(median(observed(400, 100, 300, 200)).days).toBe(200);
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 80 }),
        fc.constantFrom(0.25, 0.5, 0.75),
        (days, share) => {
          const sorted = days.toSorted((a, b) => a - b);
          expect(quantileOf(survivalCurve(observed(...days)), share).days).toBe(
            sorted[Math.ceil(share * days.length) - 1],
          );
        },
      ),
    );
  });

  it('is later the longer open cases are open, never earlier', () => {
    const cases = observed(10, 20, 30, -5, -15);
    const longer = observed(10, 20, 30, -35, -45);
    expect([median(cases).days, median(longer).days]).toEqual([20, 30]);
  });
});
