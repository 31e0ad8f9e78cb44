import { DaySchema } from '#domain/date/day.js';
import { Rejection } from '../../problem/rejection.js';
import { lastInstantOf } from './last-instant.js';
import { problemsOf } from '#domain/validation.js';
import type { ThisPage } from './page.js';

/**
 * Has a page look at the point in time that its address names: `asOf` and `knownOn`, both days. Empty fields of the time
 * bar say nothing.
 *
 * @throws Rejection invalid-request
 */
export function pointAsked(query: URLSearchParams, page: ThisPage): void {
  const asOf = dayIn(query, 'asOf') ?? page.today;
  const knownOn = dayIn(query, 'knownOn');
  page.at = {
    asOf,
    ...(knownOn !== undefined && { knownOn, knownAt: lastInstantOf(knownOn, page.zone) }),
    isNow: asOf === page.today && knownOn === undefined,
  };
}

function dayIn(query: URLSearchParams, name: string): string | undefined {
  const day = query.get(name)?.trim() ?? '';
  if (day === '') return undefined;
  const { success, error } = DaySchema.safeParse(day);
  if (!success) throw new Rejection('invalid-request', undefined, problemsOf(error.issues, day, name));
  return day;
}
