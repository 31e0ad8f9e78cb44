import { describe, expect, it } from '@jest/globals';
import type { PartialDate } from '../date/partial-date.js';
import type { Deadline } from '../deadline/deadline.js';
import { byUrgency, scheduleOf } from './schedule.js';
import { uuid } from '#test/events.js';
import { ReminderPreferencesSchema } from './preferences.js';

type Dates = Pick<Deadline, 'kind' | 'due' | 'opens' | 'lapses'>;

const due = (date: PartialDate, more: Partial<Dates> = {}): Dates => ({
  kind: 'grant-end',
  due: date,
  opens: '2020-01-01',
  lapses: null,
  ...more,
});

const only = (before: number[], overdue: number[] = []) => ({ before, overdue });

const schedule = (deadline: Dates, wishes: object = {}, ladder?: { before: number[]; overdue: number[] }) =>
  scheduleOf(deadline, ReminderPreferencesSchema.parse(wishes), { ladder }).map(({ daysBefore, day }) => [
    daysBefore,
    day,
  ]);

describe('the reminders of a deadline', () => {
  it('follow the general schedule, the most urgent last', () => {
    expect(schedule(due('2026-11-30'))).toEqual([
      [540, '2025-06-06'], // 8 June 2025 was Whit Sunday
      [365, '2025-11-28'],
      [180, '2026-06-03'],
      [90, '2026-09-01'],
      [60, '2026-10-01'],
      [30, '2026-10-30'],
      [14, '2026-11-16'],
      [7, '2026-11-23'],
      [1, '2026-11-27'],
      [0, '2026-11-30'],
      [-1, '2026-12-01'],
      [-7, '2026-12-07'],
      [-14, '2026-12-14'],
      [-21, '2026-12-21'],
    ]);
  });

  it('follow the schedule of the subscription, otherwise that of the scheme', () => {
    expect(schedule(due('2026-11-30'), {}, only([7], [2]))).toEqual([
      [7, '2026-11-23'],
      [-2, '2026-12-02'],
    ]);
    expect(schedule(due('2026-11-30'), { ladder: only([3]) }, only([7], [2]))).toEqual([[3, '2026-11-27']]);
    expect(scheduleOf(due('2026-11-30'), ReminderPreferencesSchema.parse({}), undefined)).toHaveLength(14);
  });

  it('move before a weekend until the deadline is due, and after it once overdue', () => {
    expect(schedule(due('2026-11-29'), { ladder: only([1, 0], [1, 6]) })).toEqual([
      [1, '2026-11-27'], // both on the Friday: the more urgent one is sent
      [0, '2026-11-27'],
      [-1, '2026-11-30'],
      [-6, '2026-12-07'],
    ]);
  });

  it('are never sent on weekends, whatever the holidays', () => {
    expect(schedule(due('2026-11-29'), { ladder: only([0], [6]), holidays: 'none' })).toEqual([
      [0, '2026-11-27'],
      [-6, '2026-12-07'],
    ]);
  });

  it('skip Easter, Ascension, the two holidays of May, and Christmas', () => {
    const around = (day: string, holidays = 'france') =>
      schedule(due(day, {}), { ladder: only([0]), holidays }).map(([, at]) => at);
    expect(around('2026-04-06')).toEqual(['2026-04-03']);
    expect(around('2026-04-06', 'alsace-moselle')).toEqual(['2026-04-02']);
    expect(around('2026-05-01')).toEqual(['2026-04-30']);
    expect(around('2026-05-10')).toEqual(['2026-05-07']); // 8 May is a Friday
    expect(around('2024-05-09')).toEqual(['2024-05-07']); // Ascension, the day after 8 May
    expect(around('2026-12-27', 'alsace-moselle')).toEqual(['2026-12-24']);
    const after = (day: string, holidays = 'france') =>
      schedule(due(day), { ladder: only([], [1]), holidays }).map(([, at]) => at);
    expect(after('2026-04-03')).toEqual(['2026-04-07']);
    expect(after('2024-05-07')).toEqual(['2024-05-10']);
    expect(after('2026-12-24')).toEqual(['2026-12-28']);
    expect(after('2026-12-24', 'none')).toEqual(['2026-12-25']);
  });

  it('count to the earliest day of the date, and from the latest', () => {
    expect(schedule(due('2026-Q1'), { ladder: only([30, 0], [1, 7]) })).toEqual([
      [30, '2025-12-02'],
      [0, '2025-12-31'], // 1 January is a holiday
      [-90, '2026-04-01'],
      [-96, '2026-04-07'],
    ]);
    expect(schedule(due('2027'), { ladder: only([0], [1]) })).toEqual([
      [0, '2026-12-31'],
      [-365, '2028-01-03'],
    ]);
  });

  it('end with the last day on which acting helps', () => {
    const ladder = only([0], [1, 7, 14]);
    expect(schedule(due('2026-11-16', { lapses: '2026-11-23' }), { ladder })).toEqual([
      [0, '2026-11-16'],
      [-1, '2026-11-17'],
      [-7, '2026-11-23'],
    ]);
    expect(schedule(due('2026-11-16', { lapses: '2026-11-16' }), { ladder })).toEqual([[0, '2026-11-16']]);
  });

  it('are sent on the last working day before it is too late', () => {
    const lapsing = (day: string, days: number[], date: PartialDate = '2026-11-19') =>
      schedule(due(date, { lapses: day }), { ladder: only([], days) });
    expect(lapsing('2026-11-29', [9])).toEqual([[-9, '2026-11-27']]); // Saturday to Friday, for it lapses on the Sunday
    expect(lapsing('2026-11-30', [9])).toEqual([[-9, '2026-11-30']]);
    expect(lapsing('2026-11-29', [1], '2026-11-27')).toEqual([]); // the Friday is the day that it is due
  });

  it('of staleness start only when it is near, because it moves with every activity', () => {
    const staleness = due('2026-12-01', { kind: 'staleness', opens: '2026-11-01' });
    expect(schedule(staleness).map(([daysBefore]) => daysBefore)).toEqual([30, 14, 7, 1, 0, -1, -7, -14, -21]);
  });

  it('of a renewal start when it opens, unless the subscription has its own schedule', () => {
    const window = due('2028-07-07', { kind: 'renewal-window', opens: '2028-01-09', lapses: '2029-12-29' });
    expect(schedule(window).map(([daysBefore]) => daysBefore)).toEqual([
      180, 90, 60, 30, 14, 7, 1, 0, -1, -7, -14, -21,
    ]);
    expect(schedule(window, { ladder: only([365, 30]) }).map(([daysBefore]) => daysBefore)).toEqual([365, 30]);
  });

  it('of the end of a grant start after its renewal window, to avoid duplicates', () => {
    const steps = (wishes: object) =>
      scheduleOf(due('2029-12-29'), ReminderPreferencesSchema.parse(wishes), { renewalDays: 540 }).map(
        ({ daysBefore }) => daysBefore,
      );
    expect(steps({})).toEqual([365, 180, 90, 60, 30, 14, 7, 1, 0, -1, -7, -14, -21]);
    expect(steps({ ladder: only([540, 365]) })).toEqual([540, 365]);
  });
});

describe('an escalation', () => {
  it("follows the recipients' reminder by three days, from a month before the deadline", () => {
    expect(schedule(due('2026-11-30'), { role: 'escalation' }, only([365]))).toEqual([
      [30, '2026-11-02'], // sent on Friday the 30th of October; three days later is Monday
      [14, '2026-11-19'],
      [7, '2026-11-26'],
      [1, '2026-11-30'],
      [0, '2026-12-03'],
      [-1, '2026-12-04'],
      [-7, '2026-12-10'],
      [-14, '2026-12-17'],
      [-21, '2026-12-24'],
    ]);
  });

  it('is not sent once it is too late to act', () => {
    const deadline = due('2026-11-16', { lapses: '2026-11-24' });
    expect(schedule(deadline, { role: 'escalation', ladder: only([0], [1, 7]) })).toEqual([
      [0, '2026-11-19'],
      [-1, '2026-11-20'],
    ]);
  });

  it('waits for the configured days, then for a working day', () => {
    const wishes = { role: 'escalation', escalateAfterDays: 1, ladder: only([1, 0]) };
    expect(schedule(due('2026-12-24'), wishes)).toEqual([
      [1, '2026-12-24'],
      [0, '2026-12-28'], // Christmas is a Friday
    ]);
    expect(schedule(due('2026-12-24'), { ...wishes, holidays: 'none' })).toEqual([
      [1, '2026-12-24'],
      [0, '2026-12-25'],
    ]);
  });
});

describe('the order of reminders', () => {
  it('is the same for everyone, and an end stands right before what depends on it', () => {
    const told = (daysLeft: number, key: string) => ({ daysLeft, deadline: { key } });
    const [end, other] = [`grant-end/${uuid(1)}`, `grant-end/${uuid(2)}`];
    const dependents = [uuid(3), uuid(4)].map((dossier) => `dependency-end/${dossier}/${end}`);
    const expected = [`staleness/${uuid(5)}`, end, ...dependents, other];
    const given = expected.map((key) => told(key.startsWith('staleness') ? -3 : 7, key));
    for (const some of [given, given.toReversed()])
      expect(some.toSorted(byUrgency).map(({ deadline }) => deadline.key)).toEqual(expected);
  });
});
