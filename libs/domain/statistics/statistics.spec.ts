import { describe, expect, it } from '@jest/globals';
import type { Status } from '../dossier/status.js';
import { iso27001 } from '../scheme/iso-27001.js';
import type { Scheme } from '../scheme/scheme.js';
import { secnumcloud } from '../scheme/secnumcloud.js';
import { stepsOf, wholeStep } from './durations.js';
import { statisticsOf, type Timed } from './statistics.js';

const today = '2026-11-25';

/** `J0` on a day, and so on; a `?` behind a date makes it a claim. */
const dossier = (status: Status, dates: Record<string, string>, id = 'a', announced?: string): Timed => ({
  id,
  status,
  announced: announced === undefined ? null : { occurred: announced },
  ...{ granted: null, read: null },
  milestones: Object.entries(dates).map(([milestone, date]) => ({
    milestone,
    occurred: date.replace('?', ''),
    confirmed: !date.endsWith('?'),
  })),
});

const bleu = dossier('in-progress', { J0: '2025-04-17?', J1: '2025-11-17?' });

describe('the steps of a scheme', () => {
  it('lead from each milestone to the next, and the whole from the first to the outcome', () => {
    expect(stepsOf(secnumcloud)).toEqual([
      { from: 'J0', to: 'J1' },
      { from: 'J1', to: 'J2' },
      { from: 'J2', to: 'J3' },
    ]);
    expect(wholeStep(secnumcloud)).toEqual({ from: 'J0', to: 'J3' });
    expect(wholeStep(iso27001)).toEqual({ from: 'stage-1', to: 'certificate' });
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
    ]);
  });

  it('have no whole if no milestone precedes the outcome', () => {
    const milestones: Scheme['milestones'] = [{ code: 'a', name: { fr: 'a', en: 'a' }, gives: 'granted' }];
    expect([stepsOf({ ...secnumcloud, milestones }), wholeStep({ ...secnumcloud, milestones })]).toEqual([[], null]);
  });
});

describe('how long a step takes', () => {
  const step = (dossiers: Timed[], index = 0) => statisticsOf(secnumcloud, dossiers, today).steps[index];

  it('counts a single case as too few', () => {
    expect(step([bleu])).toEqual({
      from: 'J0',
      to: 'J1',
      n: 1,
      few: true,
      days: { min: 214, lowerQuartile: 214, median: 214, upperQuartile: 214, max: 214 },
      imprecise: 0,
      possible: null,
      unconfirmed: 1,
      outOfOrder: 0,
    });
  });

  it('ends with the first grant if its milestone is not on record, as where a register lists it', () => {
    const granted = { occurred: '2026-03-05', confirmed: true, dated: true };
    const listed = { ...dossier('granted', { J2: '2026-02-17' }), granted };
    const statistics = (one: Timed) => statisticsOf(secnumcloud, [one], today).steps.at(-1);
    expect(statistics(listed)).toMatchObject({ from: 'J2', to: 'J3', n: 1, days: { median: 16 } });
    expect(statistics({ ...listed, granted: { ...granted, dated: false } })).toMatchObject({ n: 0 });
  });

  it('has no durations if no dossier completed the step', () => {
    expect(step([bleu], 1)).toMatchObject({ n: 0, few: true, days: null, possible: null });
  });

  it('counts five cases as enough', () => {
    const some = [31, 59, 90, 120, 151].map((_, index) =>
      dossier('in-progress', { J0: '2025-01-01', J1: `2025-0${index + 2}-01` }),
    );
    expect(step(some.slice(1))).toMatchObject({ n: 4, few: true });
    expect(step(some)).toMatchObject({
      n: 5,
      few: false,
      days: { min: 31, lowerQuartile: 59, median: 90, upperQuartile: 120, max: 151 },
      unconfirmed: 0,
    });
  });

  it('counts partial dates and returns their range', () => {
    const vague = dossier('in-progress', { J0: '2024-09', J1: '2024-12' });
    const exact = dossier('in-progress', { J0: '2024-09-01', J1: '2024-09-11' });
    expect(step([vague, exact])).toMatchObject({
      n: 2,
      imprecise: 1,
      days: { min: 10, median: 50.5, max: 91 },
      possible: { shortest: { min: 10, median: 36, max: 62 }, longest: { min: 10, median: 65.5, max: 121 } },
    });
  });

  it('excludes contradictions and counts them', () => {
    const contradictory = dossier('in-progress', { J0: '2025-11-17', J1: '2025-04-17' });
    expect(step([bleu, contradictory])).toMatchObject({ n: 1, outOfOrder: 1, days: { max: 214 } });
  });
});

describe('the duration from announcement to outcome', () => {
  const told = (announced: string | undefined, J3?: string, status: Status = 'granted') =>
    dossier(status, J3 === undefined ? {} : { J3 }, 'a', announced);
  const announced = (...dossiers: Timed[]) => statisticsOf(secnumcloud, dossiers, today).announced;

  it('counts dossiers with both dates', () => {
    expect(announced(told('2021-05-27', '2023-05-27'), told(undefined, '2023-01-01'), told('2021-05-27'))).toEqual({
      from: 'announcement',
      to: 'J3',
      n: 1,
      few: true,
      days: { min: 730, lowerQuartile: 730, median: 730, upperQuartile: 730, max: 730 },
      imprecise: 0,
      possible: null,
      unconfirmed: 0,
      outOfOrder: 0,
    });
    expect(announced(told('2021', '2023-05-27?'))).toMatchObject({ n: 1, imprecise: 1, unconfirmed: 1 });
  });

  it('excludes dossiers announced after their outcome', () => {
    expect(announced(told('2024-01-01', '2023-05-27'))).toMatchObject({ n: 0, outOfOrder: 1 });
  });

  it('is shown for open dossiers, from the first announcement', () => {
    const { open } = statisticsOf(
      secnumcloud,
      [told('2026-11-05', undefined, 'announced'), told('2021-05-27', '2021-06-01')],
      today,
    );
    expect(open).toMatchObject([
      { stage: null, step: null, announced: { since: '2026-11-05', days: 20, n: 1, longerThan: 1 } },
    ]);
  });

  it('does not exist for a scheme without an outcome', () => {
    expect(statisticsOf({ ...secnumcloud, milestones: [] }, [], today).announced).toBeNull();
  });
});

describe('an open dossier', () => {
  const open = (...dossiers: Timed[]) => statisticsOf(secnumcloud, dossiers, today).open;
  const done = (J0: string, J1: string) => dossier('granted', { J0, J1, J2: '2025-12-01', J3: '2026-01-01' });

  it('is ranked among those that completed the step', () => {
    const waiting = dossier('applied', { J0: '2026-11-05' });
    const made = [done('2025-01-01', '2025-01-11'), done('2025-01-01', '2025-01-21'), done('2025-01-01', '2025-02-01')];
    expect(open(waiting, ...made)).toEqual([
      {
        dossier: waiting,
        stage: 'J0',
        step: {
          from: 'J0',
          to: 'J1',
          since: '2026-11-05',
          days: 20,
          leastDays: 20,
          n: 3,
          few: true,
          longerThan: 1,
          percentile: 33,
        },
        whole: expect.objectContaining({ from: 'J0', to: 'J3', days: 20, n: 3, longerThan: 0, percentile: 0 }),
        announced: null,
      },
    ]);
    expect(open({ ...waiting, read: '2026-11-15' })).toMatchObject([{ step: { days: 10, leastDays: 10 } }]);
  });

  it('has no percentile if no dossier completed the step', () => {
    expect(open(bleu)).toMatchObject([
      {
        stage: 'J1',
        step: {
          from: 'J1',
          to: 'J2',
          since: '2025-11-17',
          days: 373,
          n: 0,
          longerThan: 0,
          percentile: null,
        },
        whole: { from: 'J0', to: 'J3', since: '2025-04-17', days: 587, n: 0, percentile: null },
      },
    ]);
  });

  it('has no rank before its first milestone, and is listed last', () => {
    const announced = dossier('announced', {});
    expect(open(announced, bleu)).toMatchObject([
      { dossier: bleu },
      { dossier: announced, stage: null, step: null, whole: null },
    ]);
  });

  it('is ordered by id if durations are equal', () => {
    const three = ['c', 'a', 'b'].map((id) => dossier('applied', { J0: '2026-01-01' }, id));
    expect(open(...three).map((one) => one.dossier.id)).toEqual(['a', 'b', 'c']);
  });

  it('is not listed during a renewal', () => {
    const renewing = dossier('renewing', { J0: '2022-01-01', J3: '2023-01-01' });
    expect(open(renewing)).toEqual([{ dossier: renewing, stage: 'J3', step: null, whole: null, announced: null }]);
  });

  it('has no outcome yet', () => {
    const ended = (['granted', 'expired', 'refused', 'abandoned', 'withdrawn', 'unknown'] as const).map((status) =>
      dossier(status, { J0: '2025-01-01' }),
    );
    expect(open(...ended)).toEqual([]);
  });

  it('may have started later than the earliest day of its date', () => {
    expect(open(dossier('applied', { J0: '2026-Q4' }))[0]?.step).toMatchObject({ days: 55, leastDays: 0 });
  });
});
