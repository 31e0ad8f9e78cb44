import { expect, it } from '@jest/globals';
import { deadlineExample } from '../../api/deadlines/deadline-schemas.js';
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
