import { describe, expect, it } from '@jest/globals';
import { liveEvents } from '../event/corrections.js';
import { ProviderEventSchema, type ProviderEvent } from '../event/provider-events.js';
import { corrected, onRecord, registered, retracted, uuid } from '#test/events.js';
import { allNames, providerOf } from './provider.js';

const renamed = (name: string, occurred?: string): ProviderEvent => ({
  type: 'ProviderRenamed',
  ...(occurred !== undefined && { occurred }),
  data: { name },
});

const called = (events: ProviderEvent[], ...days: string[]) =>
  days.map((day) => providerOf(onRecord(events), day)?.name);

const inTime = (events: ProviderEvent[]) =>
  allNames(liveEvents(onRecord(events), ProviderEventSchema)).map(({ name, since, until }) => [name, since, until]);

describe('the name of a provider on a day', () => {
  const events = [registered('OVH'), renamed('OVHcloud', '2019-10-09')];

  it('is its first name until the day of the rename, and the new one from then on', () => {
    expect(called(events, '2019-10-08', '2019-10-09', '2026-11-25')).toEqual(['OVH', 'OVHcloud', 'OVHcloud']);
  });

  it('changes on the earliest day of the rename', () => {
    expect(called([registered('A'), renamed('B', '2019-Q4')], '2019-09-30', '2019-10-01')).toEqual(['A', 'B']);
  });

  it('follows the order of dates, not of recording', () => {
    const late = [registered('A'), renamed('C', '2022'), renamed('B', '2020')];
    expect(called(late, '2019-12-31', '2021-01-01', '2022-01-01')).toEqual(['A', 'B', 'C']);
    expect(inTime(late)).toEqual([
      ['C', '2022-01-01', null],
      ['B', '2020-01-01', '2021-12-31'],
      ['A', null, '2019-12-31'],
    ]);
  });

  it('is that of an undated rename on every day', () => {
    const undated = [registered('A'), renamed('B', '2020'), renamed('C')];
    expect(called(undated, '2019-01-01', '2021-01-01')).toEqual(['C', 'C']);
    expect(called([...undated, renamed('D', '2023')], '2022-12-31', '2023-01-01')).toEqual(['C', 'D']);
    expect(inTime(undated)).toEqual([
      ['C', null, null],
      ['B', '2020-01-01', null],
      ['A', null, null],
    ]);
  });

  it('is the last recorded of two renames on the same day', () => {
    const twice = [registered('A'), renamed('B', '2020-05-01'), renamed('C', '2020-05-01')];
    expect(called(twice, '2020-04-30', '2020-05-01')).toEqual(['A', 'C']);
  });

  it('follows a corrected rename to its new day and name, and is the old name again once it is retracted', () => {
    const moved = [...events, corrected(uuid(2), { occurred: '2020-01-01', data: { name: 'OVHcloud SA' } })];
    expect(called(moved, '2019-12-31', '2020-01-01')).toEqual(['OVH', 'OVHcloud SA']);
    expect(called([...events, retracted(uuid(2))], '2026-11-25')).toEqual(['OVH']);
  });
});

describe('the names that find a provider', () => {
  it('include all names on any day, the current one first', () => {
    const events: ProviderEvent[] = [
      registered('OVH'),
      renamed('OVHcloud', '2019-10-09'),
      { type: 'AliasAdded', data: { name: 'Kimsufi' } },
    ];
    expect(providerOf(onRecord(events), '2015-01-01')?.names).toEqual(['OVH', 'OVHcloud', 'Kimsufi']);
    expect(providerOf(onRecord(events))?.names).toEqual(['OVHcloud', 'OVH', 'Kimsufi']);
  });
});
