import { STATUSES, type Status } from '#domain/dossier/status.js';
import { hasFlags, hasStatus, countedIn } from './alike.js';
import type { BoardFilter } from './board-filter.js';

/** How many lines are alike in all that is counted. */
export interface Alike {
  /** Its complement, which is below 0: they are not there even with no filter but those by status and flags. */
  alike: number;
  count: number;
}

export interface BoardCounts {
  /** How many match. */
  total: number;
  /** With every filter but that by status; of each status that a dossier has, filtered or not. */
  counts: { status: Status; count: number }[];
  /** With every filter but those by a flag. */
  flags: { expiring: number; overdue: number; stale: number; unconfirmed: number };
  /** Without any filter. */
  all: number;
}

export function boardCounts(alike: readonly Alike[], filter: BoardFilter): BoardCounts {
  const some = alike.map(({ alike: number, count }) => {
    const fits = number >= 0;
    return { ...countedIn(fits ? number : ~number), fits, count };
  });
  const fitting = some.filter(({ fits }) => fits);
  const flagged = fitting.filter((one) => hasFlags(one, filter));
  const ofStatus = fitting.filter(({ status }) => hasStatus(status, filter));
  return {
    total: sum(flagged.filter(({ status }) => hasStatus(status, filter))),
    counts: STATUSES.filter((status) => some.some((one) => one.status === status)).map((status) => ({
      status,
      count: sum(flagged.filter((one) => one.status === status)),
    })),
    flags: {
      expiring: sum(ofStatus.filter(({ expiring }) => expiring)),
      overdue: sum(ofStatus.filter(({ overdue }) => overdue)),
      stale: sum(ofStatus.filter(({ stale }) => stale)),
      unconfirmed: sum(ofStatus.filter(({ confirmed }) => !confirmed)),
    },
    all: sum(some),
  };
}

const sum = (some: readonly { count: number }[]): number => some.reduce((total, { count }) => total + count, 0);
