import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { LedgerDatabase } from '#database/connection.js';
import { PLANNING, type Planning } from '../planning.js';
import { canAcknowledge, isSent, reminderRows } from './reminder-rows.js';

/** Those of some deadlines of which reminders were sent that nobody has acknowledged. */
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
      .where('reminder.state', 'in', ['sent', 'claimed', 'failed']);
    if (owner !== undefined) rows = rows.where('reminder.owner', '=', owner);
    const time = { now: this.planning.clock.now(), zone: this.planning.zone };
    const open = (await rows.execute()).filter((row) => isSent(row) && canAcknowledge(row, time));
    return new Set(open.map(({ deadline_key: key }) => key));
  }
}
