import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';
import { daysLeft } from '#domain/deadline/days-left.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import type { ProviderRef } from '#domain/dossier/dossier-view.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { boardCounts, type BoardCounts } from './board-counts.js';
import type { BoardFilter, BoardSort } from './board-filter.js';
import { boardPage, type BoardRow } from './board-page.js';
import type { Line } from './line.js';
import { pointOf, type Viewpoint } from './point.js';

export { BOARD_SORTS } from './board-filter.js';
export type { BoardFilter, BoardSort } from './board-filter.js';

export interface BoardAsked extends Viewpoint, BoardFilter {
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
    const point = await pointOf(this.events, asked);
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
