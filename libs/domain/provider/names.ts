import type { Live } from '../correction/live.js';
import { addDays, END_OF_TIME, type Day } from '../date/day.js';
import { earliest } from '../date/partial-date.js';
import type { ProviderEvent } from '../event/provider-events.js';
import type { Source } from '../source/source.js';

/** A name that a provider goes or went by. */
export interface NameInTime {
  name: string;
  /** The first day of it; `null`: from the beginning on, or on a day that nobody recorded. */
  since: Day | null;
  /** The last day of it; `null`: to this day, or to a day that nobody recorded. */
  until: Day | null;
  /** The event that gave it, and by whose word. */
  event: string;
  source: Source | null;
}

/**
 * What a provider was called from the beginning on, in order of day. A rename counts from its earliest day. One without
 * a day counts at every day from its recording on: it takes the place of every name that was on record before it.
 */
export const calledInTime = (live: readonly Live<ProviderEvent>[]): NameInTime[] =>
  inTime(byDay(givenIn(live).filter(({ replaced }) => !replaced)));

/** The same, latest first, and behind them the names that a rename without a day replaced. */
export const namesInTime = (live: readonly Live<ProviderEvent>[]): NameInTime[] => [
  ...calledInTime(live).reverse(),
  ...inTime(givenIn(live).filter(({ replaced }) => replaced))
    .map((name) => ({ ...name, until: null }))
    .reverse(),
];

/** The one of some names in order of day that holds on a day. */
export const nameOn = (called: readonly NameInTime[], day: Day): NameInTime | undefined =>
  called.findLast(({ since }) => since === null || since <= day);

interface Given {
  name: string;
  day: Day | null;
  replaced: boolean;
  entry: Live<ProviderEvent>;
}

/** Every name given, in order of recording. */
function givenIn(live: readonly Live<ProviderEvent>[]): Given[] {
  const given = live.flatMap((entry): Given[] => {
    const { event } = entry;
    if (event.type !== 'ProviderRegistered' && event.type !== 'ProviderRenamed') return [];
    const dated = event.type === 'ProviderRenamed' && event.occurred !== undefined;
    return [{ name: event.data.name, day: dated ? earliest(event.occurred ?? '') : null, replaced: false, entry }];
  });
  const last = given.findLastIndex(({ day }) => day === null);
  return given.map((one, index) => ({ ...one, replaced: index < last }));
}

/** One name per day: the one recorded last. */
function byDay(given: readonly Given[]): Given[] {
  const inOrder = [...given].sort((a, b) =>
    (a.day ?? '') < (b.day ?? '') ? -1 : (a.day ?? '') > (b.day ?? '') ? 1 : 0,
  );
  return inOrder.filter(({ day }, index) => inOrder[index + 1]?.day !== day);
}

const inTime = (given: readonly Given[]): NameInTime[] =>
  given.map(({ name, day, entry }, index) => {
    const next = given[index + 1]?.day;
    return {
      name,
      since: day,
      until: next && next < END_OF_TIME ? addDays(next, -1) : null,
      event: entry.id,
      source: entry.event.source ?? null,
    };
  });
