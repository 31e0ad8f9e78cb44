import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import type { Day } from '#domain/date/day.js';
import { daysLeft } from '#domain/deadline/days-left.js';
import { dependencyEnd } from '#domain/deadline/dependency-end.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { deadlinePage, type DeadlineFilter, type DeadlineRow } from './deadline-page.js';
import { pageOf, type Page } from './page.js';
import { pointOf, type Viewpoint } from './point.js';

export type DeadlinesAsked = Viewpoint &
  DeadlineFilter & {
    limit: number;
    /** One that fits `Cursor`. */
    cursor?: string | undefined;
  };

export interface ListedDeadline extends Deadline {
  /** To the earliest day of `due`; 0 while `due` may mean today; below 0, the days since its latest day. */
  daysLeft: number;
  dossier: DeadlineRow['dossier'];
  /** For `dependency-end`: the dossier whose grant ends. */
  dependsOn: string | null;
}

/** Deadlines as they stood on a day, soonest first; open ones only when they fall due within some days. */
export class ListDeadlines extends Query<Page<ListedDeadline>> {
  constructor(readonly asked: DeadlinesAsked) {
    super();
  }
}

@QueryHandler(ListDeadlines)
export class ListDeadlinesHandler implements IQueryHandler<ListDeadlines> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  async execute({ asked }: ListDeadlines): Promise<Page<ListedDeadline>> {
    const { limit, cursor, asOf } = asked;
    const point = await pointOf(this.events, asked);
    const rows = await deadlinePage(this.db, point, asked, { count: limit + 1, cursor });
    const markOf = ({ due_earliest, derived, dossier, key }: DeadlineRow) => [due_earliest, derived, key, dossier.id];
    return pageOf(rows, limit, markOf, (row) => listed(row, asOf));
  }
}

function listed({ body, dossier, depends_on: dependsOn }: DeadlineRow, asOf: Day): ListedDeadline {
  const deadline = dependsOn === null ? body : dependencyEnd(dossier.id, body);
  return { ...deadline, daysLeft: daysLeft(body.due, asOf), dossier, dependsOn };
}
