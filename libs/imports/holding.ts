import { END_OF_TIME, type Day } from '#domain/date/day.js';
import { earliest, latest, type PartialDate } from '#domain/date/partial-date.js';

/** A provider that has a service from a day on, until the next one has it. */
export interface Holding {
  provider: string;
  from: Day;
}

/** Before every day that a ledger can hold. */
export const BEGINNING: Day = '0000-01-01';

/** Whether a provider has a service on some day that a date can mean; without a date: whether it has it in the end. */
export const holdsAt = (holdings: readonly Holding[], provider: string, date?: PartialDate): boolean =>
  isHolding(holdings, provider, date ? earliest(date) : END_OF_TIME, date ? latest(date) : END_OF_TIME);

/** Whether it has it then or gets it later. */
export const holdsFrom = (holdings: readonly Holding[], provider: string, date?: PartialDate): boolean =>
  isHolding(holdings, provider, date ? earliest(date) : END_OF_TIME, END_OF_TIME);

function isHolding(holdings: readonly Holding[], provider: string, first: Day, last: Day): boolean {
  return holdings.some((holding, index) => {
    const next = holdings[index + 1];
    return holding.provider === provider && holding.from <= last && (next === undefined || next.from > first);
  });
}
