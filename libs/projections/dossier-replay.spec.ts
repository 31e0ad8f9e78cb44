import { describe, expect, it } from '@jest/globals';
import { addDays, END_OF_TIME } from '#domain/date/day.js';
import { factsOf } from '#domain/dossier/facts.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import { fact, onRecord, opened, uuid } from '#test/events.js';
import { BitemporalHistory, type KeyedValue } from './bitemporal-history.js';
import { DossierReplay, intervalsSince } from './dossier-replay.js';
import { type Projected, projectedOn } from './span-tables.js';

const BEGIN = '2020-01-01';
const YEARS_OF_DAYS = 1_200;
const DOSSIER = uuid(901);

const scheme = builtInSchemes.get('secnumcloud')!;

/** The history of a dossier that a register lists so many times in the same years, and the days evaluated per listing. */
function replayed(listings: number) {
  let evaluations = 0;
  const counting: typeof projectedOn = (...asked) => {
    evaluations += 1;
    return projectedOn(...asked);
  };
  const told = Array.from({ length: listings }, (_, nth) =>
    addDays(BEGIN, Math.floor((nth * YEARS_OF_DAYS) / listings)),
  );
  const listed = told.flatMap((day) => [
    fact('RegisterObserved', day, { register: 'ANSSI catalogue', listing: 'granted' }, 'catalogue'),
    fact('StatementMade', addDays(day, 1), { speaker: 'somebody', title: 'On the calendar' }, 'statement'),
  ]);
  const record = onRecord([opened(), ...listed]);
  const history = new BitemporalHistory<Projected>([]);
  const replay = new DossierReplay(DOSSIER, record, history, counting);
  replay.resumeFrom(0, scheme);
  for (const [nth, { position }] of record.entries())
    replay.replayTo({ first: position, last: position, count: nth + 1 }, scheme);
  return { record, history, perListing: evaluations / listings };
}

describe('a history of outlines, deadlines and board lines', () => {
  it('says for every day what the facts say on it, also when a listing is outdated', () => {
    const { record, history } = replayed(3);
    const facts = factsOf(record)!;
    for (let day = BEGIN; day < '2026-01-01'; day = addDays(day, 1)) {
      const held = history.spans.filter(({ from, to }) => from <= day && day <= to);
      const expected = projectedOn(DOSSIER, facts, scheme, day);
      expect([day, valuesByKey(held)]).toEqual([day, valuesByKey(expected)]);
    }
  });

  it('takes no more evaluations for each of many events than for each of few', () => {
    expect(replayed(160).perListing).toBeLessThanOrEqual(replayed(10).perListing);
  });
});

const valuesByKey = <V>(held: readonly KeyedValue<V>[]) => new Map(held.map(({ key, value }) => [key, value]));

const held = (value: string, more: Partial<KeyedValue<string>> = {}): KeyedValue<string> => ({
  key: '',
  value,
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
    expect(before).toHaveLength(2);
    const reaching = before.filter(({ to }) => to >= '2026-01-29');
    const after = intervalsSince(reaching, '2026-01-30', days, valueOn);
    expect(after).toHaveLength(1);
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
