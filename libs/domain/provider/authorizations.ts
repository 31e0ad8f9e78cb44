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
  const obtained = said(live, 'AuthorizationObtained');
  const isFulfilled = (one: Expected): boolean => obtained.some((other) => fulfils(other, one));
  return {
    expected: expected.filter((one) => !isFulfilled(one)),
    obtained: obtained.map((one) => ({
      ...one,
      fulfils: expected.filter((other) => fulfils(one, other)).map(({ event }) => event),
    })),
    fulfilled: expected.filter(isFulfilled),
  };
}

/** Obtained is what was expected under the same title, or from the same authority when both name one. */
const fulfils = (obtained: Data<'AuthorizationObtained'>, expected: Data<'AuthorizationExpected'>): boolean =>
  fold(obtained.title) === fold(expected.title) ||
  (obtained.authority !== undefined &&
    expected.authority !== undefined &&
    fold(obtained.authority) === fold(expected.authority));
