import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { PLANNING, type Planning } from '../planning.js';
import { canAcknowledge, isAcknowledged, isSent, type ReminderRow, reminderRows } from './reminder-rows.js';

/** Those of some deadlines of which reminders were sent that nobody of the same owner has acknowledged. */
export class UnansweredDeadlines extends Query<ReadonlySet<string>> {
  constructor(
    readonly keys: readonly string[],
    /** Owner of the subscriptions; absent: all. */
    readonly owner: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(UnansweredDeadlines)
export class UnansweredDeadlinesHandler implements IQueryHandler<UnansweredDeadlines> {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  async execute({ keys, owner }: UnansweredDeadlines): Promise<ReadonlySet<string>> {
    if (keys.length === 0) return new Set();
    let rows = reminderRows(this.db)
      .where(sql<boolean>`reminder.deadline_key = any(${[...keys]})`)
      .where(sql<boolean>`(reminder.state in ('sent', 'claimed', 'failed') or reminder.outcome = 'acknowledged')`);
    if (owner !== undefined) rows = rows.where('reminder.owner', '=', owner);
    const time = { now: this.planning.clock.now(), zone: this.planning.zone };
    const found = await rows.execute();
    const among = (row: ReminderRow) => `${row.deadline_key} ${row.owner}`;
    const answered = new Set(found.filter((row) => isAcknowledged(row, time)).map(among));
    const open = found.filter((row) => isSent(row) && canAcknowledge(row, time) && !answered.has(among(row)));
    return new Set(open.map(({ deadline_key: key }) => key));
  }
}
