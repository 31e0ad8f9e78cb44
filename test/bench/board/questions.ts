import { addDays } from '#domain/date/day.js';
import type { BoardAsked } from '#projections/list-board.js';

/** What is asked of the board, as the query of its address; the n-th call may ask something else than the one before. */
export const questions = new Map<string, (call: number) => Record<string, string>>([
  ['default view', () => ({})],
  ['filtered by status', () => ({ status: 'in-progress' })],
  ['filtered by flag and scheme', () => ({ expiring: 'true', scheme: 'secnumcloud' })],
  ['searched for a word', () => ({ search: 'secured' })],
  ['sorted by provider', () => ({ sort: 'provider' })],
  ['sorted by news', () => ({ sort: 'news' })],
  ['a past day, asked before', () => ({ asOf: '2022-03-01' })],
  ['a past day, not asked before', (call) => ({ asOf: addDays('2021-05-27', 7 * call) })],
]);

const PAGE = 30;

/** The same without a page around it. */
export const askedOfQuery = (
  { status, expiring, scheme, search, sort = 'urgency', asOf }: Record<string, string>,
  today: string,
): BoardAsked => ({
  asOf: asOf ?? today,
  sort: sort as BoardAsked['sort'],
  limit: PAGE,
  page: 1,
  ...{ scheme, search },
  statuses: status === undefined ? undefined : ([status] as BoardAsked['statuses']),
  expiring: expiring === undefined ? undefined : expiring === 'true',
});
