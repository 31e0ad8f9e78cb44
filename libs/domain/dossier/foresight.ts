import { hadBegun, latestDayAt, type Day } from '../date/day.js';
import type { DatedFact } from './facts.js';
import type { Contradiction } from './warning.js';

/** Facts that were recorded before they can have happened, shown from the day of their recording on. */
export const recordedTooSoon = (facts: readonly DatedFact[], day: Day): Contradiction[] =>
  facts
    .filter((fact) => isForesight(fact) && latestDayAt(fact.recordedAt) <= day)
    .map((fact) => ({
      code: 'in-the-future',
      text: `recorded as of ${fact.event.occurred ?? fact.day}, a day that had not come; it counts from that day on`,
      events: [fact.id],
    }));

/** The days on which such a warning comes up. */
export const foresightTurns = (facts: readonly DatedFact[]): Day[] =>
  facts.filter(isForesight).map(({ recordedAt }) => latestDayAt(recordedAt));

const isForesight = ({ day, recordedAt }: DatedFact): boolean => !hadBegun(day, recordedAt);
