import { type Day, daysBetween } from '../date/day.js';
import { earliest, latest, type PartialDate } from '../date/partial-date.js';

export const DEADLINE_KINDS = [
  'grant-end',
  'renewal-window',
  'transition',
  'surveillance',
  'reservation',
  'target',
  'staleness',
  'officer-set',
  'dependency-end',
] as const;

export type DeadlineKind = (typeof DEADLINE_KINDS)[number];

export const DEADLINE_STATES = ['open', 'met', 'missed', 'cancelled'] as const;

export type DeadlineState = (typeof DEADLINE_STATES)[number];

/** Something that has to happen by a day, as it stands on a day. */
export interface Deadline {
  /** Stays the same while its dates move. */
  key: string;
  kind: DeadlineKind;
  /** Warned of from its earliest day. */
  due: PartialDate;
  /** The day from which it is worth acting on. */
  opens: Day;
  /** The last day on which acting still helps, where that is later than `due`. */
  lapses: Day | null;
  state: DeadlineState;
  /** What an officer would call it: a milestone, a reservation, a decision. */
  title: string | null;
  /** The event that it falls out of. */
  event: string;
  /** It rests on what the authority itself says, or an officer set it. */
  confirmed: boolean;
}

/** Nothing of it is to be told any more. */
export const isSettled = (state: DeadlineState): boolean => state === 'met' || state === 'cancelled';

/** The last day on which a deadline is not missed. */
export const lastDay = ({ due, lapses }: Pick<Deadline, 'due' | 'lapses'>): Day => lapses ?? latest(due);

/** Met or cancelled as the facts say, else missed once its last day is over. */
export const stateOf = (
  deadline: Pick<Deadline, 'due' | 'lapses'>,
  day: Day,
  settled: { met: boolean; cancelled: boolean },
): DeadlineState => {
  if (settled.met) return 'met';
  if (settled.cancelled) return 'cancelled';
  return lastDay(deadline) < day ? 'missed' : 'open';
};

/** To the earliest day of `due`; 0 while `due` may mean the day; below 0, the days since its latest day. */
export function daysLeft(due: PartialDate, day: Day): number {
  if (day < earliest(due)) return daysBetween(day, earliest(due));
  return day <= latest(due) ? 0 : daysBetween(day, latest(due));
}
