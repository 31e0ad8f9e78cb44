import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../date/day.js';
import { fedramp } from '../scheme/fedramp.js';
import { iso27001 } from '../scheme/iso-27001.js';
import type { Scheme } from '../scheme/scheme.js';
import { secnumcloud } from '../scheme/secnumcloud.js';
import { casesOf, curveOf, durationOf, stepAsked, stepsOf, type TimedDossier } from './durations.js';

const asOf = '2026-04-01';
const start = '2024-01-01';

let ids = 0;

/** A dossier with its milestones by code, a `?` behind the date of a claim; `granted` is the start of its first grant. */
const dossier = (
  dates: Record<string, string>,
  { since, ...rest }: Partial<TimedDossier> & { since?: string } = {},
): TimedDossier => ({
  ...{ id: String(++ids), announced: null, level: null, ended: null, read: null },
  granted: since === undefined ? null : { occurred: since, confirmed: true, dated: true },
  milestones: Object.entries(dates).map(([milestone, date]) => ({
    milestone,
    occurred: date.replace('?', ''),
    confirmed: !date.endsWith('?'),
  })),
  ...rest,
});

/** Began the assessment on 1 January 2024; certified after so many days. */
const certifiedAfter = (days: number, override: Partial<TimedDossier> = {}) =>
  dossier({ assessment: start }, { since: addDays(start, days), ...override });

const many = (count: number, days: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => certifiedAfter(days(index)));

const assessed = { from: 'assessment', to: 'certification' };
const toLast = { from: 'listing', to: 'assessment' };
const announced = { from: 'announcement', to: 'certification' };
const cases = (dossiers: TimedDossier[], step = assessed) => casesOf(fedramp, step, dossiers, asOf);
const duration = (dossiers: TimedDossier[], step = assessed) => durationOf(step, cases(dossiers, step));

describe('a case', () => {
  const one = (some: TimedDossier, step = assessed) => cases([some], step)[0];

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

  it('that ended without completion is followed as a pending one', () => {
    const ended = one(dossier({ assessment: '2026-03-02' }, { ended: '2026-03-12' }));
    expect(ended).toMatchObject({ outcome: 'ended', days: 30 });
    expect(one(certifiedAfter(5, { ended: '2025-01-01' }))).toMatchObject({ outcome: 'completed', days: 5 });
  });

  it('at a later milestone has completed a step at the latest then', () => {
    const skipped = dossier({ listing: start }, { since: addDays(start, 40) });
    expect(one(skipped, toLast)).toMatchObject({ outcome: 'completed', days: 40, atLatest: true });
    const listedOnly = { occurred: addDays(start, 9), confirmed: true, dated: false };
    expect(one(dossier({ assessment: start }, { granted: listedOnly }))).toMatchObject({ days: 9, atLatest: true });
  });

  it('can begin with the first announcement, which needs no confirmation', () => {
    const told = dossier({}, { announced: { occurred: '2026-02' } });
    expect(one(told, announced)).toMatchObject({ days: 59, precise: false, confirmed: true });
    expect(one(dossier({}), announced)).toBeUndefined();
    expect(one(dossier({}, { announced: { occurred: '2024-05-02' }, since: '2024-05-01' }), announced)).toMatchObject({
      outcome: 'out-of-order',
    });
  });

  it('counts from the earliest days of partial dates, and is confirmed if the authority dates both', () => {
    const dated = (assessment: string, certification: string) => one(dossier({ assessment, certification }));
    expect(dated('2025-04-17', '2025-11-17')).toMatchObject({ days: 214, precise: true, confirmed: true });
    expect(dated('2025-04-17', '2025-11-17?')).toMatchObject({ days: 214, precise: true, confirmed: false });
    expect(dated('2025-04-17?', '2025-04-17')).toMatchObject({ days: 0, confirmed: false });
    expect(dated('2024-09', '2025-07-31')).toMatchObject({ days: 333, precise: false });
    expect(dated('2025-01-10', '2025-Q1')).toMatchObject({ outcome: 'completed', days: 0, precise: false });
  });

  it('that completed the step before beginning it, as in a renewal, is out of order', () => {
    expect(one(dossier({ assessment: '2024-06-01' }, { since: '2024-05-01' }))).toMatchObject({
      outcome: 'out-of-order',
    });
    expect(one(dossier({ assessment: '2025-04', certification: '2025-03' }))).toMatchObject({
      outcome: 'out-of-order',
    });
  });
});

describe('how long a step takes', () => {
  it('is flagged as not representative with fewer than 10 completed dossiers', () => {
    const pending = Array.from({ length: 30 }, () => dossier({ assessment: start }));
    const few = duration([...many(9, (index) => index), ...pending]);
    expect(few).toMatchObject({ n: 39, completed: 9, pending: 30, few: true, quartiles: { median: { days: null } } });
    expect(duration(many(10, (index) => index))).toMatchObject({ few: false });
    expect(duration(pending)).toMatchObject({ completed: 0, few: true, quartiles: null });
  });

  it('of a single dossier is that of the dossier, at least', () => {
    const only = { days: 100, lower: 100, upper: null };
    expect(duration([certifiedAfter(100)])).toEqual({
      ...{ ...assessed, n: 1, completed: 1, pending: 0, ended: 0, few: true },
      quartiles: { lower: only, median: only, upper: only },
      ...{ atLatest: 0, imprecise: 0, unconfirmed: 0, outOfOrder: 0, earlierStages: 0 },
    });
  });

  it('counts pending dossiers', () => {
    const done = many(10, (index) => 10 * (index + 1));
    expect(duration(done).quartiles).toMatchObject({ lower: { days: 30 }, median: { days: 50 }, upper: { days: 80 } });
    const pending = Array.from({ length: 10 }, () => dossier({ assessment: start }));
    expect(duration([...done, ...pending]).quartiles).toMatchObject({
      lower: { days: 50 },
      median: { days: 100 },
      upper: { days: null, upper: null },
    });
  });

  it('counts a refusal as never completed: the curve does not fall below its share', () => {
    const done = many(10, (index) => 10 * (index + 1));
    const refused = Array.from({ length: 10 }, () => dossier({ assessment: start }, { ended: addDays(start, 5) }));
    expect(duration([...done, ...refused])).toMatchObject({ ended: 10 });
    expect(curveOf(cases([...done, ...refused])).at(-1)?.waiting).toBeCloseTo(0.5, 9);
  });

  it('counts claims, vague dates, dates of later stages, and what is out of order', () => {
    const renewed = dossier({ assessment: '2024-06-01' }, { since: '2024-05-01' });
    const some = [dossier({ assessment: '2024-01?' }), dossier({ assessment: '2024-01-01?' }), renewed];
    expect(duration(some)).toMatchObject({ n: 2, imprecise: 1, unconfirmed: 2, outOfOrder: 1 });
    expect(curveOf(cases([renewed]))).toEqual([]);
    const skipped = dossier({ listing: start }, { since: addDays(start, 40) });
    expect(duration([skipped], toLast)).toMatchObject({ completed: 1, atLatest: 1 });
  });

  it('counts the dossiers that began before the scheme had its present stages', () => {
    const some = cases([certifiedAfter(100), dossier({ assessment: '2024-06-01' })]);
    expect(durationOf(assessed, some, '2024-06-01')).toMatchObject({ n: 2, earlierStages: 1 });
  });

  it('does not depend on the order of the dossiers', () => {
    const some = fc.record({ days: fc.nat({ max: 500 }), end: fc.constantFrom('done', 'open', 'ended') });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 40 }), (all) => {
        const dossiers = all.map(({ days, end }) =>
          end === 'done'
            ? certifiedAfter(days)
            : dossier({ assessment: start }, end === 'open' ? {} : { ended: addDays(start, days) }),
        );
        expect(duration(dossiers.toReversed())).toEqual(duration(dossiers));
      }),
      { numRuns: 30 },
    );
  });
});

describe('the steps of a scheme', () => {
  it('lead from each milestone to the next, and to the outcome from the first and from the announcement', () => {
    expect(stepsOf(secnumcloud)).toEqual([
      { from: 'J0', to: 'J1' },
      { from: 'J1', to: 'J2' },
      { from: 'J2', to: 'J3' },
      { from: 'J0', to: 'J3' },
      { from: 'announcement', to: 'J3' },
    ]);
    expect(stepsOf(iso27001)).toContainEqual({ from: 'stage-1', to: 'certificate' });
  });

  it('follow the order that the scheme defines', () => {
    const milestones: Scheme['milestones'] = [
      { code: 'a', name: { fr: 'a', en: 'a' }, gives: 'applied' },
      { code: 'b', name: { fr: 'b', en: 'b' }, gives: 'in-progress', after: [] },
      { code: 'c', name: { fr: 'c', en: 'c' }, gives: 'granted', after: ['a', 'b'] },
    ];
    expect(stepsOf({ ...secnumcloud, milestones })).toEqual([
      { from: 'a', to: 'c' },
      { from: 'b', to: 'c' },
      { from: 'announcement', to: 'c' },
    ]);
  });

  it('have only the announcement if no milestone precedes the outcome', () => {
    const milestones: Scheme['milestones'] = [{ code: 'a', name: { fr: 'a', en: 'a' }, gives: 'granted' }];
    expect(stepsOf({ ...secnumcloud, milestones })).toEqual([{ from: 'announcement', to: 'a' }]);
    expect(stepAsked({ ...secnumcloud, milestones }, {})).toEqual({ from: 'announcement', to: 'a' });
  });
});

describe('the step asked for', () => {
  it('leads from the first milestone to the outcome unless asked otherwise', () => {
    expect(stepAsked(secnumcloud, {})).toEqual({ from: 'J0', to: 'J3' });
    expect(stepAsked(fedramp, { from: 'announcement' })).toEqual({ from: 'announcement', to: 'certification' });
  });

  it('has milestones of the scheme, the first before the second', () => {
    for (const [from, to, field, code] of [
      ['J9', 'J3', 'from', 'milestone-not-found'],
      ['J0', 'announcement', 'to', 'milestone-not-found'],
      ['J2', 'J1', 'from', 'milestone-not-before'],
      ['J1', 'J1', 'from', 'milestone-not-before'],
    ] as const)
      expect(() => stepAsked(secnumcloud, { from, to })).toThrow(
        expect.objectContaining({ code: 'unknown-reference', problems: [expect.objectContaining({ field, code })] }),
      );
  });
});
