import type { Live } from '../correction/live.js';
import type { Day } from '../date/day.js';
import { earliest, type PartialDate } from '../date/partial-date.js';
import type { ProviderEvent } from '../event/provider-events.js';
import { confirms, type Source } from '../source/source.js';

/** One thing on record about a provider, and by whose word. */
export type Said<T> = T & { event: string; occurred: PartialDate | null; confirmed: boolean; source: Source };

export type Data<T extends ProviderEvent['type']> = Extract<ProviderEvent, { type: T }>['data'];

export type Entry = Live<ProviderEvent>;

/** Sorts before every day while there is none. */
export const dayOf = ({ event }: Entry): Day => (event.occurred ? earliest(event.occurred) : '');

/** What had happened by a day, what has no day first, then in order of day and of recording. */
export const entriesBy = (live: readonly Entry[], day: Day): Entry[] =>
  live
    .filter((entry) => dayOf(entry) <= day)
    .sort((a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : a.position - b.position));

export function said<T extends Entry['event']['type']>(live: readonly Entry[], type: T): Said<Data<T>>[] {
  return live.flatMap((entry) =>
    entry.event.type === type && entry.event.source
      ? [withSource(entry, entry.event.data as Data<T>, entry.event.source)]
      : [],
  );
}

export const withSource = <T extends object>({ id, event }: Entry, data: T, source: Source): Said<T> => ({
  ...data,
  event: id,
  occurred: event.occurred ?? null,
  confirmed: confirms(source),
  source,
});
