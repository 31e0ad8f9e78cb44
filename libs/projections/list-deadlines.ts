import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';
import { daysLeft, Deadline } from '#domain/deadline/deadline.js';
import { dependencyEnd } from '#domain/deadline/deadlines.js';
import { DossierNames } from '#domain/dossier/standing.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { type PointInTime, resolvePoint } from './bitemporal-point.js';
import { type DeadlineFilter, deadlinePage, type DeadlineRow } from './deadline-page.js';
import { type Page, pageOf } from './page.js';

export type DeadlinesAsked = PointInTime &
  DeadlineFilter & {
    limit: number;
    /** One that fits `Cursor`. */
    cursor?: string | undefined;
  };

export const ListedDeadline = Deadline.extend({
  daysLeft: z.int().describe('Days to the earliest day of `due`; negative: days since its latest day.'),
  dossier: DossierNames,
  referential: z.string().nullable().describe('The version of the standard that it is about, where one is on record.'),
  dependsOn: z.uuid().nullable().describe('For `dependency-end`: the dossier whose grant ends.'),
  dependency: DossierNames.nullable().describe('For `dependency-end`: the names of that dossier.'),
});
export type ListedDeadline = z.infer<typeof ListedDeadline>;

/** Deadlines at a point in time, soonest first. */
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
    const point = await resolvePoint(this.events, asked);
    const rows = await deadlinePage(this.db, point, asked, { count: limit + 1, cursor });
    const keysetOf = ({ due_earliest, derived, dossier, key }: DeadlineRow) => [due_earliest, derived, key, dossier.id];
    return pageOf(rows, limit, keysetOf, (row) => listed(row, asOf));
  }
}

function listed(row: DeadlineRow, asOf: Day): ListedDeadline {
  const { body, dossier, referential, depends_on: dependsOn, dependency } = row;
  const deadline = dependsOn === null ? body : dependencyEnd(dossier.id, body);
  return { ...deadline, daysLeft: daysLeft(body.due, asOf), dossier, referential, dependsOn, dependency };
}
