import { expect, it } from '@jest/globals';
import { toneOfDeadline } from '#language/tones.js';
import { deadlineExample } from '../../api/deadlines/deadlines.controller.js';
import { nameOfDeadline, rowsOf } from './agenda.controller.js';

it('deadlines that a reader could not tell apart are one row', () => {
  const target = { ...deadlineExample, kind: 'target' as const, title: 'J3' };
  const [first, second] = [
    { ...target, key: 'target/1' },
    { ...target, key: 'target/2', event: 'another', confirmed: false },
  ];
  const other = { ...target, key: 'target/3', referential: '3.1' };
  const byHand = ['officer-set/a/1', 'officer-set/a/2'].map((key) => ({
    ...target,
    key,
    kind: 'officer-set' as const,
  }));
  expect(rowsOf([first, second, other, ...byHand]).map(({ keys }) => keys)).toEqual([
    ['target/1', 'target/2'],
    ['target/3'],
    ['officer-set/a/1'],
    ['officer-set/a/2'],
  ]);
});

it('a deadline that rests on a claim says so', () => {
  expect(nameOfDeadline({ ...deadlineExample, confirmed: false }, 'en')).toMatch(/, not confirmed by the authority/);
});

it.each([
  ['past its date, possible for more than a month', '2026-06-01', '2027-06-01', -177, 'warn'],
  ['past its date, possible for three days', '2026-06-01', '2026-11-28', -177, 'bad'],
  ['on its last day', '2026-06-01', '2026-11-25', -177, 'bad'],
  ['past its month, possible for more than a month', '2026-05', '2027-06-01', -178, 'warn'],
  ['that has lapsed', '2025-06-01', '2025-07-01', -542, 'bad'],
  ['past its date, with none after it', '2026-06-01', null, -177, 'bad'],
  ['in time', '2027-06-01', '2028-06-01', 188, 'plain'],
])('a deadline %s has its tone', (_, due, lapses, daysLeft, tone) => {
  expect(toneOfDeadline({ due, lapses, daysLeft })).toBe(tone);
});
