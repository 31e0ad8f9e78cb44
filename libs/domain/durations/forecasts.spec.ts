import { describe, expect, it } from '@jest/globals';
import { changelog } from '#test/marketplace.js';
import { addDays, type Day } from '../date/day.js';
import { fedramp } from '../scheme/fedramp.js';
import { casesOf, type TimedDossier } from './durations.js';
import { chanceOf, forecastOf, studentQuantile } from './forecasts.js';
import { survivalCurve } from './survival.js';

const step = { from: 'assessment', to: 'certification' };

/** @param granted, ended days; absent: not */
const dossier = (id: string, start: Day, { granted, ended }: { granted?: Day; ended?: Day } = {}): TimedDossier => ({
  ...{ id, announced: null, level: null, ended: ended ?? null, read: null },
  granted: granted === undefined ? null : { occurred: granted, confirmed: true, dated: true },
  milestones: [{ milestone: 'assessment', occurred: start, confirmed: true }],
});

const forecast = (dossiers: readonly TimedDossier[], asOf: Day) =>
  forecastOf(casesOf(fedramp, step, dossiers, asOf), asOf)?.forecast;

const PUBLISHED = '2026-05-29';

/** Each product from its first review to its authorization, as FedRAMP dates them. */
function dossiersOn(asOf: Day): TimedDossier[] {
  return Object.entries(changelog().products).flatMap(([id, { current_status: current, statuses }]) => {
    const firstOf = (isMeant: (status: string) => boolean): Day | undefined =>
      statuses
        .filter(({ status_name }) => isMeant(status_name))
        .map(({ start_date }) => start_date.slice(0, 10))
        .filter((day) => day <= asOf)
        .sort()[0];
    const start = firstOf((status) => status.endsWith('Review') || status === 'Agency In Process');
    const granted = firstOf((status) => status === 'Authorized');
    const isGone = current.startsWith('No Status') && asOf >= PUBLISHED;
    const ended = firstOf((status) => status.startsWith('No Status')) ?? (isGone ? PUBLISHED : undefined);
    return start === undefined ? [] : [dossier(id, start, { ...(granted && { granted }), ...(ended && { ended }) })];
  });
}

describe("forecasts from FedRAMP's changelog", () => {
  const found = forecast(dossiersOn(PUBLISHED), PUBLISHED);
  const origins = found?.record?.origins ?? [];

  it('have intervals that hold the outcomes of past years as often as they say', () => {
    expect([found?.day, found?.pending, origins.length]).toEqual([PUBLISHED, 70, 115]);
    expect(found?.record).toMatchObject({ covered80: 0.7652, covered95: 0.9391 });
    const shareOf = (name: 'interval80' | 'interval95') =>
      origins.filter(({ came, [name]: { lower, upper } }) => lower <= came && came <= upper).length / origins.length;
    expect(Math.abs(shareOf('interval80') - 0.8)).toBeLessThanOrEqual(0.08);
    expect(Math.abs(shareOf('interval95') - 0.95)).toBeLessThanOrEqual(0.04);
  });

  it('are better than the share that was known to have completed the step within a year', () => {
    expect(found?.record).toMatchObject({ brier: 0.1954, baseBrier: 0.2362 });
  });

  it('come true about as often as they say, but for the few of 0.8', () => {
    expect(found?.record?.reliability.map(({ dossiers, forecast, came }) => [dossiers, forecast, came])).toEqual([
      [3257, 0.0497, 0.0712],
      [1710, 0.3199, 0.3965],
      [4615, 0.506, 0.546],
      [856, 0.6174, 0.5374],
      [41, 0.8, 0],
    ]);
  });

  it('are those that were to be had on their day', () => {
    const then = origins.filter((_, index) => index % 16 === 0);
    expect(then.length).toBeGreaterThan(5);
    for (const { came, brier, baseRate, baseBrier, ...told } of then) {
      const { record, ...known } = forecast(dossiersOn(told.day), told.day) ?? {};
      expect(known).toEqual(told);
    }
  });
});

/** So many that begin on a day, of which some are granted after so many days. */
const cohort = (start: Day, count: number, granted: number, after: number): TimedDossier[] =>
  Array.from({ length: count }, (_, index) =>
    dossier(`${start} ${index}`, start, index < granted ? { granted: addDays(start, after + index) } : {}),
  );

describe('a forecast', () => {
  it('needs ten outcomes', () => {
    expect(forecast(cohort('2024-01-01', 30, 9, 100), '2026-01-01')).toBeUndefined();
    expect(forecast(cohort('2024-01-01', 30, 10, 100), '2026-01-01')).toMatchObject({ pending: 20, expected: 0 });
  });

  it('has no interval until the outcome of an earlier one is known', () => {
    const dossiers = cohort('2024-01-01', 30, 10, 100);
    expect(forecast(dossiers, '2025-02-01')).toMatchObject({ interval80: null, interval95: null, record: null });
    expect(forecast(dossiers, '2025-08-01')).toMatchObject({ interval80: { lower: 0, upper: 0 }, record: null });
    expect(forecast(dossiers, '2026-08-01')?.record).toMatchObject({ covered80: 1, brier: 0 });
  });

  it('has wider intervals where years differ than where they are alike', () => {
    const years = ['2015', '2016', '2017', '2018', '2019', '2020', '2021', '2022'];
    const widthOf = (share: (index: number) => number): number => {
      const dossiers = years.flatMap((year, index) => cohort(`${year}-12-01`, 40, share(index), 60));
      const { upper = 0, lower = 0 } = forecast(dossiers, '2023-01-01')?.interval80 ?? {};
      return upper - lower;
    };
    expect(widthOf((index) => (index % 2 === 0 ? 36 : 4))).toBeGreaterThan(2 * widthOf(() => 20));
  });

  it('is of the last day on which the register was read', () => {
    const listed = cohort('2024-01-01', 30, 10, 100).map((one) => ({ ...one, read: '2025-09-01' }));
    expect(forecast(listed, '2026-06-01')).toEqual(forecast(listed, '2025-09-01'));
    expect(forecast([...listed, dossier('other', '2024-02-01')], '2026-06-01')).toMatchObject({ day: '2025-09-01' });
  });

  it('leaves out who was refused by its day', () => {
    const refused = { ended: '2024-06-01' };
    const dossiers = [...cohort('2024-01-01', 30, 10, 100), dossier('refused', '2024-01-01', refused)];
    expect(forecast(dossiers, '2025-02-01')).toMatchObject({ pending: 20 });
  });
});

describe('the chance of a dossier', () => {
  const completed = (count: number) =>
    survivalCurve(Array.from({ length: count }, (_, index) => ({ days: index + 1, reached: true })));

  it('is the share of those that waited as long which completed the step within a year', () => {
    const slow = [10, 20, 30, 400, 800, 1200].flatMap((days) =>
      Array.from({ length: 50 }, () => ({ days, reached: true })),
    );
    expect(chanceOf(survivalCurve(slow), 0)).toBeCloseTo(3 / 6, 9);
    expect(chanceOf(survivalCurve(slow), 30)).toBe(0);
    expect(chanceOf(survivalCurve(slow), 100)).toBeCloseTo(1 / 3, 9);
    expect(chanceOf(survivalCurve(slow), 1500)).toBe(0);
  });

  it('is at most 0.8 where fewer than 20 were at risk', () => {
    expect(chanceOf(completed(100), 0)).toBe(0.8);
    const together = survivalCurve(Array.from({ length: 20 }, () => ({ days: 5, reached: true })));
    expect(chanceOf(together, 0)).toBe(1);
    expect(
      chanceOf(
        together.map((point) => ({ ...point, atRisk: 19 })),
        0,
      ),
    ).toBe(0.8);
  });
});

describe("the quantiles of Student's distribution", () => {
  it('are those of the tables', () => {
    const tables = [
      [0.8, 1, 3.078],
      [0.8, 2, 1.886],
      [0.8, 3, 1.638],
      [0.8, 10, 1.372],
      [0.95, 1, 12.706],
      [0.95, 2, 4.303],
      [0.95, 3, 3.182],
      [0.95, 5, 2.571],
      [0.95, 30, 2.042],
    ] as const;
    for (const [level, freedom, expected] of tables)
      expect(Math.abs(studentQuantile(level, freedom) / expected - 1)).toBeLessThan(0.01);
  });
});
