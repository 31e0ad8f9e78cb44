import { addDays } from '#domain/date/day.js';
import type { BoardAsked } from '#projections/list-board.js';
import { END } from '../generator/dates.js';

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

/** Addresses of lists and pages beside the board, each of which shows one page. */
export const lists: readonly string[] = [
  `/v1/diff?from=${addDays(END, -1)}&to=${END}`,
  `/v1/diff?from=${addDays(END, -30)}&to=${END}`,
  `/v1/diff?from=${addDays(END, -365)}&to=${END}`,
  '/v1/deadlines',
  '/v1/deadlines?state=missed',
  '/v1/deadlines?kind=dependency-end',
  '/v1/deadlines.ics',
  '/deadlines',
  '/v1/dossiers',
  '/v1/providers',
];

/** Of the provider that many depend on, and of the one that nobody does. */
export const providerPages: readonly (readonly [string, string])[] = [
  ['/v1/providers/hub', '/v1/providers/alone'],
  ['/providers/hub', '/providers/alone'],
];
