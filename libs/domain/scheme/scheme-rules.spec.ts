import { describe, expect, it } from '@jest/globals';
import { dutyScheme, reportScheme, scheme } from '#test/schemes.js';
import { say } from '#language/phrases.js';
import { problemsOf } from '../validation.js';
import { prerequisites, SchemeSchema, type Scheme } from './scheme.js';

const words = { fr: 'mot', en: 'word' };

const stage = (code: string, after?: string[], gives: 'applied' | 'granted' = 'applied') => ({
  code,
  name: words,
  gives,
  ...(after && { after }),
});

/** Where a scheme is wrong, and why. */
function wrong(override: object, base: Scheme = scheme()) {
  const value = { ...base, ...override };
  return problemsOf(SchemeSchema.safeParse(value).error?.issues ?? [], value).map((one) => [one.field, say(one, 'en')]);
}

describe('a scheme', () => {
  it('of each family is accepted as it is', () => {
    for (const right of [scheme(), reportScheme, dutyScheme]) expect(SchemeSchema.parse(right)).toEqual(right);
  });

  it('can have a reminder schedule, with its invalid days named', () => {
    const ladder = { before: [0, 90, 30], overdue: [7, 1] };
    expect(SchemeSchema.parse({ ...scheme(), ladder }).ladder).toEqual({ before: [90, 30, 0], overdue: [1, 7] });
    expect(wrong({ ladder: { before: [90, 'soon'], overdue: [] } })).toEqual([['ladder.before.1', 'must be a number']]);
  });

  it('has no circular stages', () => {
    const circle = [stage('a', ['c']), stage('b', ['a']), stage('c', ['b'], 'granted')];
    expect(wrong({ milestones: circle })).toEqual([
      ['milestones.0.after', 'is circular: a after c after b after a'],
      ['milestones.1.after', 'is circular: b after a after c after b'],
      ['milestones.2.after', 'is circular: c after b after a after c'],
    ]);
    expect(wrong({ milestones: [stage('a', ['a'], 'granted')] })).toEqual([
      ['milestones.0.after', 'is circular: a after a'],
    ]);
  });

  it('refers to its own stages only', () => {
    expect(wrong({ milestones: [stage('a'), stage('b', ['a', 'J9'], 'granted')] })).toEqual([
      ['milestones.1.after.1', 'names milestone J9, which the scheme does not have; available milestones: a, b'],
    ]);
  });

  it('lists each stage after those that come before it', () => {
    expect(wrong({ milestones: [stage('b', ['a']), stage('a', undefined, 'granted')] })).toEqual([
      ['milestones.0.after.0', 'names a, which must be earlier in the list'],
    ]);
  });

  it('has an outcome, and every name once', () => {
    expect(wrong({ milestones: [stage('a')] })).toEqual([
      ['milestones', 'must contain a milestone that gives granted'],
    ]);
    expect(wrong({ milestones: [stage('a'), stage('a', undefined, 'granted')] })).toEqual([
      ['milestones.1.code', 'repeats a'],
    ]);
    expect(wrong({ levels: ['A', 'B', 'A'] })).toEqual([['levels.2', 'repeats A']]);
  });

  it('has versions whose dates follow each other and do not overlap', () => {
    const [v1, v2] = [
      { version: '1', published: '2020-01-01', requiredForNew: '2020-06-01', graceEnds: '2026-01-01' },
      { version: '2', published: '2024-01-01', requiredForNew: '2024-06-01', graceEnds: '2030-01-01' },
    ];
    expect(wrong({ referentials: [v1, v2] })).toEqual([]);
    expect(wrong({ referentials: [v2, v1] }).map(([path]) => path)).toEqual([
      'referentials.1.published',
      'referentials.1.requiredForNew',
      'referentials.1.graceEnds',
    ]);
    expect(wrong({ referentials: [v1, { ...v2, requiredForNew: '2020-05-31' }] })).toEqual([
      ['referentials.1.requiredForNew', 'is before 2020-06-01 of version 1; versions must be listed in order'],
    ]);
    expect(wrong({ referentials: [{ ...v1, requiredForAll: '2020-05-01' }] })).toEqual([
      ['referentials.0.requiredForAll', 'must not be before requiredForNew'],
    ]);
    expect(wrong({ referentials: [{ version: '1', published: '2024-01-01', graceEnds: '2020-01-01' }] })).toEqual([
      ['referentials.0.graceEnds', 'must not be before published'],
    ]);
  });

  it('has label rules that hold one at a time', () => {
    const rule = (from: string, until?: string) => ({
      slug: 'l',
      name: words,
      from,
      basis: 'b',
      ...(until && { until }),
    });
    expect(wrong({ labels: [rule('2021-05-17', '2021-07-04'), rule('2021-07-05')] })).toEqual([]);
    expect(wrong({ labels: [rule('2021-05-17', '2021-07-05'), rule('2021-07-05')] })).toEqual([
      ['labels.1.from', 'overlaps the rule of label l from 2021-05-17'],
    ]);
    expect(wrong({ labels: [rule('2021-05-17'), { ...rule('2021-07-05'), slug: 'other' }] })).toEqual([]);
    expect(wrong({ labels: [rule('2021-05-17', '2021-05-16')] })).toEqual([
      ['labels.0.until', 'must not be before from'],
    ]);
  });

  it('has the fields of its family only', () => {
    expect(wrong({ currentForMonths: undefined }, reportScheme)).toEqual([
      ['currentForMonths', 'is required for the family report'],
    ]);
    expect(wrong({ duties: dutyScheme.duties }, reportScheme).map(([path]) => path)).toEqual(['duties']);
    expect(wrong({ duties: [] }, dutyScheme).map(([path]) => path)).toEqual(['duties']);
    expect(wrong({ currentForMonths: 12 }).map(([path]) => path)).toEqual(['currentForMonths']);
    expect(wrong({ maximalValidity: { years: 1, toleranceDays: 0 } }, dutyScheme).map(([path]) => path)).toEqual([
      'maximalValidity',
    ]);
  });

  it('derives all preceding stages', () => {
    expect(prerequisites(scheme(), 'outcome').sort()).toEqual(['first', 'second']);
    expect(prerequisites(scheme(), 'first')).toEqual([]);
  });
});
