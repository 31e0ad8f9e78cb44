import { describe, expect, it } from '@jest/globals';
import { END_OF_TIME } from '#domain/date/day.js';
import { intervalsSince, type KeyedValue } from './validity-interval.js';

const held = (value: string, more: Partial<KeyedValue<string>> = {}): KeyedValue<string> => ({
  key: '',
  value,
  text: value,
  ...more,
});

const brief = (intervals: ReturnType<typeof intervalsSince<string>>) =>
  intervals.map(({ from, to, value }) => [from, to, value]).sort();

describe('intervals of days', () => {
  const days = ['2026-01-10', '2026-01-20', '2026-01-30'];

  it('join the days on which the value stays the same', () => {
    const intervals = intervalsSince([], '2026-01-01', days, (day) => [held(day < '2026-01-20' ? 'a' : 'b')]);
    expect(brief(intervals)).toEqual([
      ['2026-01-01', '2026-01-19', 'a'],
      ['2026-01-20', END_OF_TIME, 'b'],
    ]);
  });

  it('keep what lies before the day from which it is looked at, and go on where the value does', () => {
    const before = intervalsSince([], '2026-01-01', days, (day) => [held(day < '2026-01-20' ? 'a' : 'b')]);
    const asked: string[] = [];
    const after = intervalsSince(before, '2026-01-20', days, (day) => {
      asked.push(day);
      return [held(day < '2026-01-30' ? 'a' : 'c')];
    });
    expect(asked).toEqual(['2026-01-20', '2026-01-30']);
    expect(brief(after)).toEqual([
      ['2026-01-01', '2026-01-29', 'a'],
      ['2026-01-30', END_OF_TIME, 'c'],
    ]);
  });

  it('that began before and end as they did are the same objects', () => {
    const valueOn = (day: string) => [held(day < '2026-01-20' ? 'a' : 'b')];
    const before = intervalsSince([], '2026-01-01', days, valueOn);
    const after = intervalsSince(before, '2026-01-30', days, valueOn);
    expect(after).toHaveLength(2);
    expect(after.every((stretch) => before.includes(stretch))).toBe(true);
  });

  it('look at the days that a value names itself', () => {
    const intervals = intervalsSince([], '2026-01-01', [], (day) => [
      held(day <= '2026-03-31' ? 'open' : 'missed', { nextChange: '2026-04-01' }),
    ]);
    expect(brief(intervals)).toEqual([
      ['2026-01-01', '2026-03-31', 'open'],
      ['2026-04-01', END_OF_TIME, 'missed'],
    ]);
  });

  it('of several keys begin and end by themselves', () => {
    const intervals = intervalsSince([], '2026-01-01', days, (day) => [
      held('a', { key: '1' }),
      ...(day === '2026-01-20' ? [held('b', { key: '2' })] : []),
    ]);
    expect(brief(intervals)).toEqual([
      ['2026-01-01', END_OF_TIME, 'a'],
      ['2026-01-20', '2026-01-29', 'b'],
    ]);
  });
});
