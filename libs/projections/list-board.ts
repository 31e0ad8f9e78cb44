import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';
import { daysLeft, type Deadline } from '#domain/deadline/deadline.js';
import type { ProviderRef } from '#domain/dossier/standing.js';
import { type Status, STATUSES } from '#domain/dossier/status.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { resolvePoint, type PointInTime } from './bitemporal-point.js';
import { decodeCountKey, hasFlags, hasStatus, type Line } from './board-line.js';
import { boardPage, type BoardRow } from './board-page.js';

export const BOARD_SORTS = ['urgency', 'provider', 'status', 'deadline', 'news'] as const;

export type BoardSort = (typeof BOARD_SORTS)[number];

/** What the officers' board is narrowed by. */
export interface BoardFilter {
  /** Words, each of which a word of the service or of a name that its provider goes or went by begins with. */
  search?: string | undefined;
  scheme?: string | undefined;
  /** Any of them; none: any at all. */
  statuses?: readonly Status[] | undefined;
  /** Id or slug. */
  provider?: string | undefined;
  confirmed?: boolean | undefined;
  stale?: boolean | undefined;
  expiring?: boolean | undefined;
  /** Whether a deadline was missed. */
  overdue?: boolean | undefined;
}

export interface BoardAsked extends PointInTime, BoardFilter {
  sort: BoardSort;
  /** Lines of a page. */
  limit: number;
  /** From 1. */
  page: number;
}

export interface BoardLine extends Pick<
  Line,
  'scheme' | 'service' | 'status' | 'confirmed' | 'expiring' | 'stale' | 'overdue' | 'stage' | 'grantEnd' | 'news'
> {
  id: string;
  provider: ProviderRef;
  /** The soonest open deadline; see `daysLeft`. One whose date has passed may be met until it lapses. */
  next: (Pick<Deadline, 'key' | 'kind' | 'due' | 'lapses' | 'title'> & { daysLeft: number }) | null;
}

export interface BoardPage extends BoardCounts {
  lines: BoardLine[];
}

/** The officers' board: the dossiers that had begun by a day, as they stood on it, as far as was known at an instant. */
export class ListBoard extends Query<BoardPage> {
  constructor(readonly asked: BoardAsked) {
    super();
  }
}

@QueryHandler(ListBoard)
export class ListBoardHandler implements IQueryHandler<ListBoard> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  async execute({ asked }: ListBoard): Promise<BoardPage> {
    const { sort, limit, page, asOf } = asked;
    const point = await resolvePoint(this.events, asked);
    const { rows, alike } = await boardPage(this.db, point, asked, { sort, limit, offset: (page - 1) * limit });
    return { lines: rows.map((row) => shown(row, asOf)), ...boardCounts(alike, asked) };
  }
}

function shown({ id, provider, body }: BoardRow, asOf: Day): BoardLine {
  const { scheme, service, status, confirmed, expiring, stale, overdue, stage, grantEnd, next, news } = body;
  return {
    ...{ id, provider, service, scheme, status, confirmed, expiring, stale, overdue, stage, grantEnd, news },
    next: next && {
      ...{ key: next.key, kind: next.kind, due: next.due, lapses: next.lapses, title: next.title },
      daysLeft: daysLeft(next.due, asOf),
    },
  };
}

/** How many lines are alike in all that is counted. */
export interface Alike {
  /** Its complement, which is below 0: they are not there even with no filter but those by status and flags. */
  alike: number;
  count: number;
}

interface BoardCounts {
  /** How many match. */
  total: number;
  /** With every filter but that by status; of each status that a dossier has, filtered or not. */
  counts: { status: Status; count: number }[];
  /** With every filter but those by a flag. */
  flags: { expiring: number; overdue: number; stale: number; unconfirmed: number };
  /** Without any filter. */
  all: number;
}

function boardCounts(alike: readonly Alike[], filter: BoardFilter): BoardCounts {
  const some = alike.map(({ alike: number, count }) => {
    const fits = number >= 0;
    return { ...decodeCountKey(fits ? number : ~number), fits, count };
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
