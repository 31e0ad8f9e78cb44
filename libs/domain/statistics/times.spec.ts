import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../date/day.js';
import { fedramp } from '../scheme/fedramp.js';
import { secnumcloud } from '../scheme/secnumcloud.js';
import { casesOf, type TimedCase } from './cases.js';
import { stepAsked, timesOf, type TimesAsked } from './times.js';

const asOf = '2026-04-01';
const start = '2024-01-01';

let ids = 0;

/** A dossier with its milestones by code; `granted` is the start of its first grant. */
const dossier = (dates: Record<string, string>, override: Partial<TimedCase> & { since?: string } = {}): TimedCase => {
  const { since, ...rest } = override;
  return {
    ...{ id: String(++ids), status: 'in-progress', announced: null, level: null, ended: null, read: null },
    granted: since === undefined ? null : { occurred: since, confirmed: true, dated: true },
    milestones: Object.entries(dates).map(([milestone, occurred]) => ({ milestone, occurred, confirmed: true })),
    ...rest,
  };
};

/** Began the assessment on 1 January 2024; certified after so many days. */
const certifiedAfter = (days: number, override: Partial<TimedCase> = {}) =>
  dossier({ assessment: start }, { since: addDays(start, days), ...override });

const many = (count: number, days: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => certifiedAfter(days(index)));

const assessed = { from: 'assessment', to: 'certification' };
const times = (dossiers: TimedCase[], asked: Partial<TimesAsked> = {}) =>
  timesOf(fedramp, { ...assessed, ...asked }, dossiers, asOf);

describe('a case', () => {
  const one = (some: TimedCase, step = assessed) => casesOf(fedramp, step, [some], asOf)[0];

  it('completes the last step with the start of the first grant or with its milestone, whichever is earlier', () => {
    expect(one(certifiedAfter(100))).toMatchObject({ outcome: 'completed', days: 100, atLatest: false });
    expect(one(dossier({ assessment: start, certification: '2024-02-01' }, { since: '2024-03-01' }))).toMatchObject({
      days: 31,
    });
    expect(one(dossier({ assessment: start, certification: '2024-03-01' }, { since: '2024-02-01' }))).toMatchObject({
      days: 31,
    });
  });

  it('is pending until the day asked for, or the last reading of a register that lists it', () => {
    expect(one(dossier({ assessment: '2026-03-22' }))).toMatchObject({ outcome: 'pending', days: 10 });
    expect(one(dossier({ listing: '2026-03-22' }))).toBeUndefined();
    const listed = { read: '2026-03-25' };
    expect(one(dossier({ assessment: '2026-03-22' }, listed))).toMatchObject({ outcome: 'pending', days: 3 });
    expect(one(dossier({ assessment: '2026-03-28' }, listed))).toMatchObject({ outcome: 'pending', days: 0 });
  });

  it('that ended without completion is followed until then, too', () => {
    const ended = one(dossier({ assessment: '2026-03-02' }, { ended: '2026-03-12' }));
    expect(ended).toMatchObject({ outcome: 'ended', endedAfter: 10, days: 30 });
    expect(one(certifiedAfter(5, { ended: '2025-01-01' }))).toMatchObject({ outcome: 'completed', days: 5 });
  });

  it('at a later milestone has completed a step at the latest then', () => {
    const step = { from: 'listing', to: 'assessment' };
    const skipped = dossier({ listing: start }, { since: addDays(start, 40) });
    expect(one(skipped, step)).toMatchObject({ outcome: 'completed', days: 40, atLatest: true });
    const listedOnly = { occurred: addDays(start, 9), confirmed: true, dated: false };
    expect(one(dossier({ assessment: start }, { granted: listedOnly }))).toMatchObject({ days: 9, atLatest: true });
  });

  it('that completed the step before beginning it, as in a renewal, is out of order', () => {
    const renewed = dossier({ assessment: '2024-06-01' }, { since: '2024-05-01', level: 'high' });
    expect(one(renewed)).toMatchObject({ outcome: 'out-of-order' });
    expect(times([renewed])).toMatchObject({ n: 0, outOfOrder: 1, years: [] });
    expect(times([renewed], { level: 'low' })).toMatchObject({ n: 0, outOfOrder: 0 });
  });

  it('can begin at its last milestone before the outcome', () => {
    const step = { from: 'last', to: 'certification' };
    expect(one(dossier({ listing: '2026-01-01', assessment: '2026-03-02' }), step)).toMatchObject({ days: 30 });
    expect(one(dossier({ listing: '2026-03-12' }), step)).toMatchObject({ days: 20 });
    const again = dossier({ listing: '2024-01-01', assessment: '2025-01-01' }, { since: '2024-02-01' });
    expect(one(again, step)).toMatchObject({ outcome: 'completed', days: 31 });
    const announced = dossier({}, { announced: { occurred: '2026-02' } });
    expect(one(announced, { from: 'announcement', to: 'certification' })).toMatchObject({ days: 59, precise: false });
  });
});

describe('the time between two milestones', () => {
  it('is not estimated from fewer than 10 completed dossiers', () => {
    const pending = Array.from({ length: 30 }, () => dossier({ assessment: start }));
    const few = times([...many(9, (index) => index), ...pending]);
    expect(few).toMatchObject({ n: 39, completed: 9, pending: 30, few: true, quartiles: null, curve: [] });
    expect(few.forecast).toMatchObject({ n: 39, completed: 9, few: true, share: null, lower: null, upper: null });
    expect(few.years).toMatchObject([{ year: 2024, completed: 9, few: true, median: null }]);
    expect(times(many(10, (index) => index)).quartiles).not.toBeNull();
  });

  it('counts pending dossiers', () => {
    const done = many(10, (index) => 10 * (index + 1));
    expect(times(done).quartiles).toMatchObject({ lower: { days: 30 }, median: { days: 50 }, upper: { days: 80 } });
    const pending = Array.from({ length: 10 }, () => dossier({ assessment: start }));
    expect(times([...done, ...pending]).quartiles).toMatchObject({
      lower: { days: 50 },
      median: { days: 100 },
      upper: { days: null, upper: null },
    });
  });

  it('counts a refusal as never completed: the curve does not fall below its share', () => {
    const done = many(10, (index) => 10 * (index + 1));
    const refused = Array.from({ length: 10 }, () => dossier({ assessment: start }, { ended: addDays(start, 5) }));
    const { ended, curve } = times([...done, ...refused]);
    expect([ended, curve.at(-1)?.waiting]).toEqual([10, 0.5]);
  });

  it('is given by level and by year of the start, each of the other as asked', () => {
    const high = certifiedAfter(10, { level: 'high' });
    const late = dossier({ assessment: '2025-05-05' }, { level: 'low' });
    const all = times([high, late, certifiedAfter(20)]);
    expect(all.levels.map(({ level, n }) => [level, n])).toEqual([
      ['high', 1],
      ['low', 1],
      [null, 1],
    ]);
    expect(all.years.map(({ year, n }) => [year, n])).toEqual([
      [2024, 2],
      [2025, 1],
    ]);
    const low = times([high, late, certifiedAfter(20)], { level: 'low' });
    expect([low.n, low.levels.length, low.years.map(({ year }) => year)]).toEqual([1, 3, [2025]]);
    expect(times([high, late], { level: 'low', year: 2024 }).n).toBe(0);
  });

  it('does not depend on the order of the dossiers', () => {
    const some = fc.record({ days: fc.nat({ max: 500 }), end: fc.constantFrom('done', 'open', 'ended') });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 40 }), fc.nat({ max: 400 }), (cases, after) => {
        const dossiers = cases.map(({ days, end }) =>
          end === 'done'
            ? certifiedAfter(days)
            : dossier({ assessment: start }, end === 'open' ? {} : { ended: addDays(start, days) }),
        );
        expect(times(dossiers.toReversed(), { after })).toEqual(times(dossiers, { after }));
      }),
      { numRuns: 30 },
    );
  });
});

describe('a forecast', () => {
  const done = many(40, (index) => 20 * (index + 1));

  it('is the share of those pending after some days that completed the step within a year', () => {
    expect(times(done).forecast).toMatchObject({ after: 0, n: 40, completed: 40, share: 0.45 });
    // After 400 days, 21 are pending, as those of that day count; by day 765, 19 of them are certified.
    expect(times(done, { after: 400 }).forecast).toMatchObject({ n: 21, completed: 21, share: 0.9048 });
  });

  it('does not count those that ended before', () => {
    const ended = dossier({ assessment: start }, { ended: addDays(start, 100) });
    expect(times([...done, ended], { after: 100 }).forecast.n).toBe(times(done, { after: 100 }).forecast.n + 1);
    expect(times([...done, ended], { after: 101 }).forecast.n).toBe(times(done, { after: 101 }).forecast.n);
  });

  it('needs 10 that completed the step later, and one observed for so long', () => {
    expect(times(done, { after: 620 }).forecast).toMatchObject({ n: 10, few: false, share: 1 });
    expect(times(done, { after: 621 }).forecast).toMatchObject({ n: 9, few: true, share: null });
    const recent = dossier({ assessment: '2025-10-01' });
    const young = Array.from({ length: 10 }, () => dossier({ assessment: '2025-10-01' }, { since: '2025-11-01' }));
    expect(times([...young, recent]).forecast).toMatchObject({ n: 11, completed: 10, few: false, share: null });
  });
});

describe('the step asked for', () => {
  it('leads from the first milestone to the outcome unless asked otherwise', () => {
    expect(stepAsked(secnumcloud, {})).toEqual({ from: 'J0', to: 'J3' });
    expect(stepAsked(fedramp, { from: 'last' })).toEqual({ from: 'last', to: 'certification' });
  });

  it('has milestones of the scheme, the first before the second', () => {
    for (const [from, to, field] of [
      ['J9', 'J3', 'from'],
      ['J0', 'last', 'to'],
      ['J2', 'J1', 'from'],
      ['J1', 'J1', 'from'],
    ] as const)
      expect(() => stepAsked(secnumcloud, { from, to })).toThrow(
        expect.objectContaining({ code: 'unknown-milestone', problems: [expect.objectContaining({ field })] }),
      );
  });
});
