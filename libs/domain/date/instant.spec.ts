import { describe, expect, it } from '@jest/globals';
import { problemsOf } from '../validation.js';
import { DaySchema } from './day.js';
import { InstantSchema, isInstant, problemWithInstant } from './instant.js';
import { PartialDateSchema } from './partial-date.js';

describe('an instant', () => {
  it.each([
    '2026-11-25T08:00:00Z',
    '2026-11-25T08:00Z',
    '2024-02-29T23:59:59.999999999+14:00',
    '1900-01-01T00:00:00-12:00',
    '2199-12-31T23:59:59Z',
  ])('%s is one', (text) => {
    expect(isInstant(text)).toBe(true);
  });

  it.each([
    ['yesterday', { code: 'instant-format' }],
    ['', { code: 'instant-format' }],
    ['2026-11-25', { code: 'instant-format' }],
    ['2026-11-25T08:00:00', { code: 'instant-format' }],
    ['2026-11-25T08:00:00 01:00', { code: 'instant-format' }],
    ['2026-11-25T8:00:00Z', { code: 'instant-format' }],
    ['2026-02-30T00:00:00Z', { code: 'instant-without-day', params: { day: '2026-02-30' } }],
    ['2026-02-29T00:00:00Z', { code: 'instant-without-day', params: { day: '2026-02-29' } }],
    ['2026-13-01T00:00:00Z', { code: 'instant-without-day', params: { day: '2026-13-01' } }],
    ['2026-00-10T00:00:00Z', { code: 'instant-without-day', params: { day: '2026-00-10' } }],
    ['2026-11-25T24:00:00Z', { code: 'instant-without-time', params: { time: '24:00:00' } }],
    ['2026-11-25T25:00:00Z', { code: 'instant-without-time', params: { time: '25:00:00' } }],
    ['2026-11-25T08:61:00Z', { code: 'instant-without-time', params: { time: '08:61:00' } }],
    ['2026-12-31T23:59:60Z', { code: 'instant-without-time', params: { time: '23:59:60' } }],
    ['2026-11-25T08:00:00+25:00', { code: 'instant-without-offset', params: { offset: '+25:00' } }],
    ['2026-11-25T08:00:00-01:60', { code: 'instant-without-offset', params: { offset: '-01:60' } }],
    ['1899-12-31T00:00:00Z', { code: 'year-out-of-range' }],
    ['2200-01-01T00:00:00Z', { code: 'year-out-of-range' }],
  ])('%j is refused with what is wrong', (text, problem) => {
    expect(problemWithInstant(text)).toEqual(problem);
    expect(problemsOf(InstantSchema.safeParse(text).error?.issues ?? [], text)).toEqual([{ field: '', ...problem }]);
  });
});

describe('a year that no ledger can hold', () => {
  const codeOf = (schema: typeof DaySchema, text: string) =>
    problemsOf(schema.safeParse(text).error?.issues ?? [], text).map(({ code }) => code);

  it.each(['1899', '2200', '0000', '1899-12', '2200-Q1', '9999-H2', '1899-12-31', '2200-01-01'])(
    '%s is refused with the range',
    (date) => {
      expect(codeOf(PartialDateSchema, date)).toEqual(['year-out-of-range']);
    },
  );

  it('is named for days as well, and only when the form is right', () => {
    expect(codeOf(DaySchema, '2200-01-01')).toEqual(['year-out-of-range']);
    expect(codeOf(DaySchema, '2200')).toEqual(['day-format']);
    expect(codeOf(PartialDateSchema, '20260')).toEqual(['partial-date-format']);
    expect(codeOf(PartialDateSchema, '2026-02-30')).toEqual(['no-such-day']);
    expect(codeOf(PartialDateSchema, '2200-Q5')).toEqual(['partial-date-format']);
  });
});
