import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { EventStore } from '#event-store/event-store.js';
import { holdsAt, type PointInTime, resolvePoint } from './bitemporal-point.js';

/** The number of grants that end in a month. */
export interface MonthOfEnds {
  /** Such as `2026-11`. */
  month: string;
  count: number;
}

/**
 * The grants that end in each of some months, from the month of `asOf` on, as `ListDeadlines` lists them between the first and
 * the last day of a month: an end that is known less precisely counts in each of its months.
 */
export class EndsPerMonth extends Query<MonthOfEnds[]> {
  constructor(readonly asked: PointInTime & { months: number }) {
    super();
  }
}

@QueryHandler(EndsPerMonth)
export class EndsPerMonthHandler implements IQueryHandler<EndsPerMonth> {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  async execute({ asked }: EndsPerMonth): Promise<MonthOfEnds[]> {
    const point = await resolvePoint(this.events, asked);
    const first = `${asked.asOf.slice(0, 7)}-01`;
    const { rows } = await sql<MonthOfEnds>`
      with month as (
        select number, (${first}::date + make_interval(months => number))::date as first,
          (${first}::date + make_interval(months => number + 1))::date as next
        from generate_series(0, ${asked.months - 1}::int) as number
      ), ends as materialized (
        select due_earliest, due_latest from deadline_span
        where kind = 'grant-end' and state in ('open', 'missed', 'met')
          and due_latest >= ${first}::date and ${holdsAt('deadline_span', point)}
      )
      select to_char(month.first, 'YYYY-MM') as month, count(ends)::int as count
      from month left join ends on ends.due_earliest < month.next and ends.due_latest >= month.first
      group by month.number, month.first order by month.number
    `.execute(this.db.reads);
    return rows;
  }
}
