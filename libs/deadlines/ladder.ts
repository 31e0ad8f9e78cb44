import { addDays, type Day } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import type { Deadline } from '#domain/deadline/deadline.js';

/** Days before the earliest day of `due` on which people are reminded. */
export const LADDER: readonly number[] = [540, 365, 180, 90, 60, 30, 14, 7, 1, 0];

export interface Rung {
  rung: number;
  day: Day;
}

/** The rungs of a deadline. Staleness moves with every piece of news, so it warns only once it is near. */
export const rungsOf = ({ kind, due, opens }: Pick<Deadline, 'kind' | 'due' | 'opens'>): Rung[] =>
  LADDER.map((rung) => ({ rung, day: addDays(earliest(due), -rung) })).filter(
    ({ day }) => kind !== 'staleness' || day >= opens,
  );
