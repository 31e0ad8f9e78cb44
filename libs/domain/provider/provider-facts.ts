import type { Live } from '../event/corrections.js';
import { addDays, type Day } from '../date/day.js';
import { earliest, latest, type PartialDate } from '../date/partial-date.js';
import type { ProviderEvent } from '../event/provider-events.js';
import { movesStatus, confirms, type Source } from '../source/source.js';
import { fold } from '../text/text.js';

/** The data of a fact with its event, date and source. */
export type Sourced<T> = T & { event: string; occurred: PartialDate | null; confirmed: boolean; source: Source };

export type Data<T extends ProviderEvent['type']> = Extract<ProviderEvent, { type: T }>['data'];

export type Entry = Live<ProviderEvent>;

/** Without a date: a text that sorts before every day. */
export const dayOf = ({ event }: Entry): Day => (event.occurred ? earliest(event.occurred) : '');

/** The facts up to a day: undated ones first, then by day and order of recording. */
export const entriesBy = (live: readonly Entry[], day: Day): Entry[] =>
  live
    .filter((entry) => dayOf(entry) <= day)
    .sort((a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : a.position - b.position));

export function sourcedFacts<T extends Entry['event']['type']>(live: readonly Entry[], type: T): Sourced<Data<T>>[] {
  return live.flatMap((entry) =>
    entry.event.type === type && entry.event.source
      ? [withSource(entry, entry.event.data as Data<T>, entry.event.source)]
      : [],
  );
}

export const withSource = <T extends object>({ id, event }: Entry, data: T, source: Source): Sourced<T> => ({
  ...data,
  event: id,
  occurred: event.occurred ?? null,
  confirmed: confirms(source),
  source,
});

/** Owners, technology and hosting, as declared. */
export type Ownership = Sourced<Data<'OwnershipDeclared'>> & {
  /** The day before the next declaration; `null`: there is none by the day requested. */
  until: Day | null;
};

/** Every declaration, latest first. Undated ones count as the earliest. @param live the facts up to a day */
export function ownershipIn(live: readonly Entry[]): Ownership[] {
  const declared = sourcedFacts(live, 'OwnershipDeclared');
  return declared
    .map((one, index) => {
      const next = declared[index + 1]?.occurred;
      return { ...one, until: next ? addDays(earliest(next), -1) : null };
    })
    .reverse();
}

type Expected = Sourced<Data<'AuthorizationExpected'>>;
type Obtained = Sourced<Data<'AuthorizationObtained'>>;

export interface Authorizations {
  /** Expected and not yet obtained, undated ones included. */
  expected: Expected[];
  obtained: (Obtained & {
    /** The expectations that it fulfils, by their events. */
    fulfils: string[];
  })[];
  /** Expected and obtained since. */
  fulfilled: Expected[];
}

/** @param live the facts up to a day */
export function authorizationsIn(live: readonly Entry[]): Authorizations {
  const expected = sourcedFacts(live, 'AuthorizationExpected');
  const obtained = sourcedFacts(live, 'AuthorizationObtained').map((one) => ({
    ...one,
    fulfils: fulfilledBy(one, expected),
  }));
  const isFulfilled = ({ event }: Expected): boolean => obtained.some(({ fulfils }) => fulfils.includes(event));
  return {
    expected: expected.filter((one) => !isFulfilled(one)),
    obtained,
    fulfilled: expected.filter(isFulfilled),
  };
}

/**
 * The expectations with the same title; else the only expectation from the same authority, if it was obtained after the
 * expected date.
 */
function fulfilledBy(obtained: Sourced<Data<'AuthorizationObtained'>>, expected: readonly Expected[]): string[] {
  if (!movesStatus(obtained.source)) return [];
  const titled = expected.filter(({ title }) => fold(title) === fold(obtained.title));
  if (titled.length > 0 || obtained.authority === undefined) return titled.map(({ event }) => event);
  const authority = fold(obtained.authority);
  const [only, ...others] = expected.filter((one) => one.authority !== undefined && fold(one.authority) === authority);
  const isLater = !only?.occurred || latest(obtained.occurred ?? '') >= earliest(only.occurred);
  return only && others.length === 0 && isLater ? [only.event] : [];
}
