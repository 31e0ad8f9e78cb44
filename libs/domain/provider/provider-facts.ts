import { z } from 'zod';
import type { Live } from '../event/corrections.js';
import { addDays, compareDays, type Day, DaySchema } from '../date/day.js';
import { earliest, latest, PartialDateSchema } from '../date/partial-date.js';
import type { ProviderEvent } from '../event/provider-events.js';
import { movesStatus, confirms, type Source, SourceSchema } from '../source/source.js';
import { fold } from '../text/text.js';

/** A fact with its event, date and source; the other fields are those of the event. */
export const Sourced = z.object({
  title: z.string().optional(),
  note: z.string().optional(),
  event: z.uuid(),
  occurred: PartialDateSchema.nullable(),
  confirmed: z.boolean(),
  source: SourceSchema,
});
export type Sourced<T> = T & Omit<z.infer<typeof Sourced>, 'title' | 'note'>;

export type Data<T extends ProviderEvent['type']> = Extract<ProviderEvent, { type: T }>['data'];

export type Entry = Live<ProviderEvent>;

/** Without a date: a text that sorts before every day. */
export const dayOf = ({ event }: Entry): Day => (event.occurred ? earliest(event.occurred) : '');

/** The facts up to a day: undated ones first, then by day and order of recording. */
export const entriesBy = (live: readonly Entry[], day: Day): Entry[] =>
  live
    .filter((entry) => dayOf(entry) <= day)
    .sort((a, b) => compareDays(dayOf(a), dayOf(b)) || a.position - b.position);

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

export const Names = z.array(z.string()).optional();

/** Owners, technology and hosting, as declared. */
export const Ownership = Sourced.extend({
  holders: z.array(z.object({ name: z.string(), share: z.number().optional(), country: z.string().optional() })),
  technology: Names.describe('Owners of the technology used.'),
  hosting: z.string().optional(),
  until: DaySchema.nullable().describe('The day before the next declaration; `null` if there is none by the day.'),
});
export type Ownership = z.infer<typeof Ownership>;

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

const Authorization = Sourced.extend({ title: z.string(), authority: z.string().optional() });
type Authorization = z.infer<typeof Authorization>;

const Expectation = Authorization.extend({
  fulfilledBy: z
    .array(z.uuid())
    .describe('The obtained authorizations that fulfil it or a part of it, by their events.'),
});

export const Authorizations = z.object({
  expected: z.array(Expectation).describe('Not yet obtained, or only in part; undated ones included.'),
  obtained: z.array(
    Authorization.extend({
      fulfils: z.array(z.uuid()).describe('Expectations, by their events.'),
      partlyFulfils: z.array(z.uuid()).describe('Expectations of which it is one part, by their events.'),
    }),
  ),
  fulfilled: z.array(Expectation).describe('Expected, and obtained since.'),
});
type Authorizations = z.infer<typeof Authorizations>;

/** @param live the facts up to a day */
export function authorizationsIn(live: readonly Entry[]): Authorizations {
  const expected = sourcedFacts(live, 'AuthorizationExpected');
  const obtained = sourcedFacts(live, 'AuthorizationObtained').map((one) => ({
    ...one,
    fulfils: fulfilledBy(one, expected),
    partlyFulfils: movesStatus(one.source) ? titled(one.partlyFulfils, expected) : [],
  }));
  const isFulfilled = ({ event }: Authorization): boolean => obtained.some(({ fulfils }) => fulfils.includes(event));
  const withFulfilment = (one: Authorization): z.infer<typeof Expectation> => ({
    ...one,
    fulfilledBy: obtained
      .filter(({ fulfils, partlyFulfils }) => [...fulfils, ...partlyFulfils].includes(one.event))
      .map(({ event }) => event),
  });
  return {
    expected: expected.filter((one) => !isFulfilled(one)).map(withFulfilment),
    obtained,
    fulfilled: expected.filter(isFulfilled).map(withFulfilment),
  };
}

/** The expectations with a title, by their events. */
const titled = (title: string | undefined, expected: readonly Authorization[]): string[] =>
  title === undefined ? [] : expected.filter((one) => fold(one.title) === fold(title)).map(({ event }) => event);

/**
 * The expectations that it names; if it names none, those with the same title; else the only expectation from the same authority, if it was obtained after the
 * expected date.
 */
function fulfilledBy(
  obtained: Data<'AuthorizationObtained'> & Authorization,
  expected: readonly Authorization[],
): string[] {
  if (!movesStatus(obtained.source)) return [];
  if (obtained.fulfils !== undefined) return titled(obtained.fulfils, expected);
  if (obtained.partlyFulfils !== undefined) return [];
  const sameTitle = titled(obtained.title, expected);
  if (sameTitle.length > 0 || obtained.authority === undefined) return sameTitle;
  const authority = fold(obtained.authority);
  const [only, ...others] = expected.filter((one) => one.authority !== undefined && fold(one.authority) === authority);
  const isLater = !only?.occurred || latest(obtained.occurred ?? '') >= earliest(only.occurred);
  return only && others.length === 0 && isLater ? [only.event] : [];
}
