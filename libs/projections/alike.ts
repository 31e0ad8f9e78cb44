import { STATUSES, type Status } from '#domain/dossier/status.js';
import type { BoardFilter } from './board-filter.js';
import type { Line } from './line.js';

const FLAGS = ['confirmed', 'expiring', 'stale', 'overdue'] as const;

type Flags = Record<(typeof FLAGS)[number], boolean>;

interface Counted extends Flags {
  status: Status;
}

/** Of each status, those of every choice of flags. */
export const ALIKE_OF_STATUS = 2 ** FLAGS.length;

/**
 * All of a line that is counted, as one number: lines that have the same are counted together, which takes far less than to
 * compare them by each. The numbers are stored: a status that is new to the domain makes a new version of the lines, unless
 * it is the last.
 */
export const alikeOf = ({ status, overdue, ...line }: Line): number =>
  STATUSES.indexOf(status) * ALIKE_OF_STATUS + bitsOf({ ...line, overdue: overdue > 0 });

const bitsOf = (flags: Flags): number => FLAGS.reduce((bits, flag, nth) => bits | (Number(flags[flag]) << nth), 0);

const all: readonly Counted[] = STATUSES.flatMap((status) =>
  Array.from({ length: ALIKE_OF_STATUS }, (_, bits) => {
    const isUp = (flag: keyof Flags): boolean => (bits & (1 << FLAGS.indexOf(flag))) !== 0;
    const [confirmed, expiring, stale, overdue] = [isUp('confirmed'), isUp('expiring'), isUp('stale'), isUp('overdue')];
    return { status, confirmed, expiring, stale, overdue };
  }),
);

export function countedIn(alike: number): Counted {
  const counted = all[alike];
  if (!counted) throw new Error(`no line is alike ${alike}`);
  return counted;
}

export const hasFlags = (flags: Flags, wanted: BoardFilter): boolean =>
  FLAGS.every((flag) => wanted[flag] === undefined || wanted[flag] === flags[flag]);

export const hasStatus = (status: Status, { statuses = [] }: BoardFilter): boolean =>
  statuses.length === 0 || statuses.includes(status);

/** Those that a filter by status and flags leaves; `undefined`: all. */
export function alikeWithin(filter: BoardFilter): number[] | undefined {
  const left = [...all.keys()].filter((alike) => {
    const counted = countedIn(alike);
    return hasStatus(counted.status, filter) && hasFlags(counted, filter);
  });
  return left.length === all.length ? undefined : left;
}
