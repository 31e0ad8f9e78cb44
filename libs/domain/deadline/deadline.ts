import { z } from 'zod';
import { type Day, daysBetween, DaySchema } from '../date/day.js';
import { earliest, latest, type PartialDate, PartialDateSchema } from '../date/partial-date.js';

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

/** A deadline with its state on a day. */
export const Deadline = z.strictObject({
  key: z.string().describe('Stays the same when the dates move.'),
  kind: z.enum(DEADLINE_KINDS),
  due: PartialDateSchema,
  opens: DaySchema.describe('The first day on which acting is useful.'),
  lapses: DaySchema.nullable().describe('The last day on which acting still helps, if later than `due`.'),
  state: z.enum(DEADLINE_STATES),
  title: z.string().nullable().describe('A milestone, a reservation, a decision, or what an officer called it.'),
  event: z
    .uuid()
    .describe('The event that the deadline results from; `RegisterRead` if a register confirmed the dossier.'),
  confirmed: z.boolean().describe('Confirmed by the authority, or set by an officer.'),
});
export type Deadline = z.infer<typeof Deadline>;

/** Whether it needs no more reminders. */
export const isSettled = (state: DeadlineState): boolean => state === 'met' || state === 'cancelled';

/** The last day on which a deadline is not missed. */
export const lastDay = ({ due, lapses }: Pick<Deadline, 'due' | 'lapses'>): Day => lapses ?? latest(due);

/** Met or cancelled according to the facts, else missed after its last day. */
export const stateOf = (
  deadline: Pick<Deadline, 'due' | 'lapses'>,
  day: Day,
  settled: { met: boolean; cancelled: boolean },
): DeadlineState => {
  if (settled.met) return 'met';
  if (settled.cancelled) return 'cancelled';
  return lastDay(deadline) < day ? 'missed' : 'open';
};

/** Days to the earliest day of `due`; 0 within `due`; negative: days since its latest day. */
export function daysLeft(due: PartialDate, day: Day): number {
  if (day < earliest(due)) return daysBetween(day, earliest(due));
  return day <= latest(due) ? 0 : daysBetween(day, latest(due));
}

export type DaysLeft = Pick<Deadline, 'due' | 'lapses'> & { daysLeft: number };

/** Past the date of a deadline: days on which acting still helps. Absent before it, and once it has lapsed. */
export function daysOfGrace({ due, lapses, daysLeft: left }: DaysLeft): number | undefined {
  const days = lapses === null ? -1 : daysBetween(latest(due), lapses) + left;
  return left < 0 && days >= 0 ? days : undefined;
}
