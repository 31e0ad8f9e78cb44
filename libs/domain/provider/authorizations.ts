import { earliest, latest } from '../date/partial-date.js';
import { carries } from '../source/source.js';
import { fold } from '../text/fold.js';
import { said, type Data, type Entry, type Said } from './said.js';

type Expected = Said<Data<'AuthorizationExpected'>>;
type Obtained = Said<Data<'AuthorizationObtained'>>;

export interface Authorizations {
  /** Expected and not obtained so far; an expectation without a day is always shown. */
  expected: Expected[];
  obtained: (Obtained & {
    /** The expectations that it fulfils, by their events. */
    fulfils: string[];
  })[];
  /** Expected and obtained since. */
  fulfilled: Expected[];
}

/** @param live what had happened by a day */
export function authorizationsIn(live: readonly Entry[]): Authorizations {
  const expected = said(live, 'AuthorizationExpected');
  const obtained = said(live, 'AuthorizationObtained').map((one) => ({ ...one, fulfils: fulfilledBy(one, expected) }));
  const isFulfilled = ({ event }: Expected): boolean => obtained.some(({ fulfils }) => fulfils.includes(event));
  return {
    expected: expected.filter((one) => !isFulfilled(one)),
    obtained,
    fulfilled: expected.filter(isFulfilled),
  };
}

/**
 * What was expected under the same title; else, of the same authority, the only thing that was, provided that it was
 * obtained afterwards.
 */
function fulfilledBy(obtained: Said<Data<'AuthorizationObtained'>>, expected: readonly Expected[]): string[] {
  if (!carries(obtained.source)) return [];
  const titled = expected.filter(({ title }) => fold(title) === fold(obtained.title));
  if (titled.length > 0 || obtained.authority === undefined) return titled.map(({ event }) => event);
  const authority = fold(obtained.authority);
  const [only, ...others] = expected.filter((one) => one.authority !== undefined && fold(one.authority) === authority);
  const isLater = !only?.occurred || latest(obtained.occurred ?? '') >= earliest(only.occurred);
  return only && others.length === 0 && isLater ? [only.event] : [];
}
